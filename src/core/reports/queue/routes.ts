export const queueRoutes = {};
