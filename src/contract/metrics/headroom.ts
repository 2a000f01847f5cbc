export const headroom = {};
