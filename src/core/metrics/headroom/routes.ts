export const headroomRoutes = {};
