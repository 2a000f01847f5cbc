export const statementsRoutes = {};
