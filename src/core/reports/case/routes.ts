export const caseRoutes = {};
