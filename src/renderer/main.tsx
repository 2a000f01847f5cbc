import './styles/mantine.css';
import '@fontsource-variable/atkinson-hyperlegible-next/index.css';
import '@fontsource-variable/atkinson-hyperlegible-mono/index.css';
import './styles/tokens.css';
import './styles/base.css';
import { enter } from './transport/entry.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the interface.');

// The line opens as soon as the interface loads, and needs the cookie that entering brings.
await enter();
const { startApp } = await import('./app/app.tsx');
startApp(root);
