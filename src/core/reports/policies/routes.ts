export const policiesRoutes = {};
