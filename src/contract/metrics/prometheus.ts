export const prometheus = {};
