import './styles/mantine.css';
import '@fontsource-variable/atkinson-hyperlegible-next/index.css';
import '@fontsource-variable/atkinson-hyperlegible-mono/index.css';
import './styles/tokens.css';
import './styles/base.css';
import { startApp } from './app/app.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the interface.');

startApp(root);
