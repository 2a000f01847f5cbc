export const prometheusRoutes = {};
