export const trafficRoutes = {};
