// Dark or light: as the system has it until somebody says otherwise.
const button = document.getElementById('theme');
const system = matchMedia('(prefers-color-scheme: dark)');

const isDark = () => (localStorage.getItem('theme') ?? (system.matches ? 'dark' : 'light')) === 'dark';

function apply() {
  const chosen = localStorage.getItem('theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
  button.setAttribute('aria-pressed', String(isDark()));
}

button.addEventListener('click', () => {
  localStorage.setItem('theme', isDark() ? 'light' : 'dark');
  apply();
  document.dispatchEvent(new Event('theme'));
});
system.addEventListener('change', () => {
  apply();
  document.dispatchEvent(new Event('theme'));
});
// Another tab of the same browser.
addEventListener('storage', ({ key }) => {
  if (key !== 'theme') return;
  apply();
  document.dispatchEvent(new Event('theme'));
});
apply();
