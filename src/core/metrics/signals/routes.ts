export const signalsRoutes = {};
