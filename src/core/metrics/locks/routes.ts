export const locksRoutes = {};
