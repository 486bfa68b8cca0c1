import { disc, drawing, line, rect, repeat, scatter, shape } from './shapes.js';

const dusk = '#262a3a';
const slate = '#55687a';
const brick = '#b5533a';
const ochre = '#dd9f4f';
const plaster = '#f2e4cf';
const rose = '#d98b74';
const green = '#5e7a55';

const stairTop = (i: number): number => 470 - i * 26;

const stair = drawing(
  '#f6d9b0',
  disc(610, 108, 58, '#fbf0dc'),
  rect(0, 150, 190, 350, rose),
  rect(40, 60, 120, 440, brick),
  rect(640, 190, 160, 310, slate),
  rect(560, 250, 110, 250, ochre),
  repeat(6, (i) => rect(64 + (i % 2) * 48, 96 + Math.floor(i / 2) * 76, 24, 38, plaster)),
  repeat(6, (i) => rect(668 + (i % 2) * 60, 226 + Math.floor(i / 2) * 80, 26, 40, '#ffe1a3')),
  repeat(14, (i) =>
    shape(`M${150 + i * 14} ${stairTop(i)} H${650 - i * 14} v30 H${150 + i * 14} Z`, i % 2 ? plaster : '#d9c6a8'),
  ),
  line('M176 450 L340 116', dusk, 5),
  line('M624 450 L460 116', dusk, 5),
  repeat(5, (i) => line(`M${184 + i * 36} ${434 - i * 74} v-30 M${616 - i * 36} ${434 - i * 74} v-30`, dusk, 3)),
  line('M160 118 Q300 152 470 92', dusk, 2),
  repeat(4, (i) => rect(214 + i * 52, 130 - i * 6, 28, 36, [plaster, rose, '#7f9cad', plaster][i] ?? plaster)),
);

const tree = drawing(
  '#e9dcc6',
  repeat(5, (i) => rect(20 + i * 160, 40, 120, 360, i % 2 ? slate : '#748596')),
  repeat(15, (i) => rect(44 + Math.floor(i / 3) * 160, 70 + (i % 3) * 108, 72, 74, '#f7e8b9')),
  rect(0, 400, 800, 100, '#8b857c'),
  rect(0, 400, 800, 10, '#b8b0a3'),
  rect(330, 414, 140, 26, '#4a3b31', 6),
  line('M400 424 C396 330 404 260 400 180', '#5b4637', 12),
  line('M400 280 L352 222 M400 250 L446 200', '#5b4637', 7),
  disc(400, 138, 74, green),
  disc(340, 192, 54, '#6f8d62'),
  disc(458, 176, 56, '#4f6b48'),
  disc(412, 206, 44, '#7d9b6d'),
  line('M360 424 V250 M440 424 V250', ochre, 8),
  line('M360 292 H440', brick, 6),
  rect(420, 316, 34, 46, plaster, 3),
  line('M428 330 h18 M428 340 h18 M428 350 h10', dusk, 2),
);

const bench = (x: number, y: number, lean: number): string =>
  [
    repeat(3, (i) => shape(`M${x} ${y - 70 + i * 20} l200 ${lean} v12 l-200 ${-lean} Z`, brick)),
    shape(`M${x - 10} ${y} l220 ${lean} v14 l-220 ${-lean} Z`, '#8f3f2c'),
    line(`M${x + 16} ${y + 8} v58 M${x + 184} ${y + 8 + lean} v58`, dusk, 8),
  ].join('');

function benches(): string {
  const next = scatter(23);
  return drawing(
    '#eddcb8',
    rect(0, 330, 800, 170, '#c7b48d'),
    rect(384, 40, 32, 340, '#5b4637'),
    disc(400, 90, 150, ochre),
    disc(290, 130, 92, '#c77f36'),
    disc(520, 120, 100, '#e7b567'),
    disc(400, 176, 84, brick),
    disc(470, 60, 70, ochre),
    bench(120, 350, 44),
    bench(480, 394, -44),
    repeat(34, () => disc(Math.round(next() * 800), Math.round(340 + next() * 150), 4, next() > 0.5 ? brick : ochre)),
  );
}

const awning = (x: number, y: number, width: number, colour: string): string => {
  const stripe = width / 8;
  return [
    line(`M${x + 8} ${y} V430 M${x + width - 8} ${y} V430`, dusk, 5),
    repeat(8, (i) => rect(x + i * stripe, y, stripe, 64, i % 2 ? plaster : colour)),
    repeat(8, (i) => disc(x + i * stripe + stripe / 2, y + 64, stripe / 2, i % 2 ? plaster : colour)),
    rect(x, 372, width, 58, '#8a6a4a'),
  ].join('');
};

const fruit = (x: number, colour: string): string =>
  repeat(10, (i) => disc(x + (i % 5) * 34 + (i > 4 ? 17 : 0), i > 4 ? 344 : 366, 17, colour));

const market = drawing(
  '#bcd0d2',
  rect(0, 120, 800, 250, '#9fb6ba'),
  repeat(5, (i) => rect(i * 170, 150 + (i % 2) * 30, 150, 250, slate)),
  rect(0, 430, 800, 70, '#7c7a78'),
  line('M0 462 H800', '#a9a6a2', 3),
  fruit(60, brick),
  fruit(318, ochre),
  fruit(572, green),
  awning(30, 190, 224, brick),
  awning(288, 160, 224, '#3f6f78'),
  awning(546, 200, 224, ochre),
);

const trams = drawing(
  dusk,
  repeat(7, (i) => rect(i * 120 - 20, 120 + ((i * 53) % 90), 104, 300, '#303649')),
  repeat(18, (i) => rect(((i * 97) % 780) + 6, 170 + ((i * 61) % 150), 12, 18, i % 3 ? '#3d4560' : ochre)),
  line('M0 70 L200 84 L400 70 L600 84 L800 70', slate, 3),
  line('M300 76 L360 130 L420 76', slate, 5),
  rect(150, 150, 460, 240, plaster, 26),
  rect(150, 282, 460, 80, brick),
  rect(150, 356, 460, 34, '#7c3626', 14),
  repeat(5, (i) => rect(176 + i * 84, 180, 70, 84, '#ffdf8e', 8)),
  rect(512, 180, 76, 186, '#ffe9b3', 8),
  line('M550 182 V364', plaster, 4),
  disc(240, 396, 26, '#171a25'),
  disc(520, 396, 26, '#171a25'),
  disc(600, 322, 9, '#fff3cf'),
  shape('M608 318 L800 290 V420 Z', '#ffdf8e33'),
  line('M0 424 H800 M0 466 H800', slate, 6),
  repeat(14, (i) => line(`M${i * 62} 424 l-26 42`, '#3d4560', 5)),
);

const light = drawing(
  '#3b3a52',
  rect(0, 150, 800, 120, '#6d5068'),
  rect(0, 230, 800, 90, rose),
  rect(0, 290, 800, 60, ochre),
  shape('M258 128 L800 20 V226 Z', '#ffe9b344'),
  rect(0, 330, 800, 170, dusk),
  repeat(5, (i) => rect(330 + i * 88, 356 + i * 26, 260 - i * 34, 6, i % 2 ? '#3d4560' : slate, 3)),
  shape('M0 500 V366 L120 330 L330 344 L452 420 L500 500 Z', '#1b1e2b'),
  shape('M208 344 L222 160 H258 L272 344 Z', plaster),
  shape('M213 282 L217 230 H263 L267 282 Z', brick),
  rect(212, 146, 56, 14, '#1b1e2b', 3),
  rect(222, 108, 36, 38, '#ffdf8e'),
  line('M231 108 V146 M249 108 V146', '#1b1e2b', 3),
  shape('M214 108 L240 80 L266 108 Z', brick),
  rect(236, 190, 9, 18, dusk),
  rect(236, 302, 9, 18, dusk),
  rect(296, 318, 74, 40, slate),
  shape('M288 320 L333 288 L378 320 Z', '#1b1e2b'),
  rect(314, 330, 15, 15, ochre),
);

export const citiesArt: Readonly<Record<string, string>> = {
  'in-praise-of-the-public-stair': stair,
  'the-first-three-years-of-a-street-tree': tree,
  'where-the-benches-face': benches(),
  'the-market-that-is-gone-by-two': market,
  'the-night-work-of-trams': trams,
  'the-last-keeper-of-farrow-light': light,
};
