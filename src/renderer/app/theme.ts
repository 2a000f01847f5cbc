import { colorsTuple, createTheme, localStorageColorSchemeManager } from '@mantine/core';

/** Colours, sizes and fonts come from styles/tokens.css; this only names them for Mantine. */
export const theme = createTheme({
  primaryColor: 'spruce',
  colors: { spruce: colorsTuple('#1f6358') },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Plain objects: naming the components here would load them with the first screen.
  components: {
    Notification: {
      defaultProps: { withBorder: true, closeButtonProps: { 'aria-label': 'Close the notice' } },
    },
    // The page itself never scrolls; locking it would only insert a style element.
    Modal: {
      defaultProps: {
        lockScroll: false,
        closeButtonProps: { 'aria-label': 'Close' },
        centered: true,
        transitionProps: { duration: 120 },
      },
    },
  },
});

export const themeManager = localStorageColorSchemeManager({ key: 'caretaker.theme' });

export const themes = ['light', 'dark', 'auto'] as const;
export const themeNames: Record<(typeof themes)[number], string> = {
  light: 'Light',
  dark: 'Dark',
  auto: 'System',
};
