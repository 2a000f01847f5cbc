export const decisionsRoutes = {};
