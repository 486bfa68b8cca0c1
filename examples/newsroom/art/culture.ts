import { disc, drawing, line, rect, repeat, ring, shape, turned } from './shapes.js';

const plum = '#3b2340';
const mauve = '#7a4a6c';
const coral = '#d9826a';
const cream = '#f4e6d6';
const straw = '#d8b75a';
const sky = '#9db7c4';
const ink = '#241728';

const shelf = (y: number): string => rect(60, y, 680, 14, '#8b5e45');

const borrowed = drawing(
  cream,
  rect(60, 40, 680, 430, '#e5cfb5'),
  shelf(176),
  shelf(318),
  shelf(456),
  shape('M110 176 l16 -70 h64 l16 70 Z', coral),
  line('M128 106 q30 -44 62 0', ink, 7),
  rect(268, 106, 100, 34, mauve, 8),
  rect(360, 116, 44, 12, ink),
  shape('M282 138 h34 l8 38 h-40 Z', mauve),
  line('M520 176 V96', ink, 6),
  shape('M478 98 l22 -46 h40 l22 46 Z', straw),
  rect(492, 168, 56, 8, ink),
  rect(626, 92, 64, 84, sky, 4),
  ring(658, 134, 20, plum, 6),
  shape('M100 318 l90 -104 l90 104 Z', '#5f7f78'),
  shape('M176 318 l14 -60 l14 60 Z', plum),
  ring(430, 262, 50, straw, 15),
  line('M480 262 C486 222 520 214 560 196', straw, 13),
  shape('M552 172 l56 -6 v72 l-56 -24 Z', straw),
  line('M380 262 q-26 4 -30 -26', straw, 9),
  rect(652, 220, 20, 98, coral, 4),
  rect(676, 236, 20, 82, plum, 4),
  line('M104 456 L240 356', plum, 16),
  line('M232 362 l24 -18', sky, 20),
  line('M172 408 L150 456 M172 408 L206 456', ink, 5),
  repeat(5, (i) =>
    rect(330 + i * 26, 372 + (i % 3) * 12, 22, 84 - (i % 3) * 12, [coral, mauve, straw, sky, plum][i] ?? coral),
  ),
  shape('M524 456 v-44 a46 46 0 0 1 92 0 v44 Z', mauve),
  rect(632, 400, 70, 56, straw, 6),
  line('M632 428 h70', ink, 4),
);

const singer = (i: number): string => {
  const x = 92 + i * 88;
  const top = 310 - ([0, 26, 8, 40, 14, 30, 4, 20][i % 8] ?? 0);
  const colour = [coral, straw, sky, '#b56a86', cream, '#6f938c', coral, straw][i % 8] ?? coral;
  return [
    rect(x - 40, top + 66, 80, 240, colour, 40),
    disc(x, top + 22, 34, ['#e9c4a6', '#8a5a44', '#d9a883'][i % 3] ?? cream),
    shape(`M${x - 34} ${top + 20} a34 34 0 0 1 68 0 q-34 -22 -68 0 Z`, ink),
    disc(x, top + 38, 7, '#8f3f3a'),
  ].join('');
};

const singing = drawing(
  plum,
  repeat(6, (i) => ring(400, 400, 130 + i * 62, ['#5a3560', '#6b4070'][i % 2] ?? mauve, 10 - i)),
  repeat(8, singer),
);

const book = drawing(
  sky,
  rect(0, 400, 800, 100, '#8b5e45'),
  shape('M400 172 C330 120 210 118 110 150 V408 C210 380 330 384 400 424 Z', cream),
  shape('M400 172 C470 120 590 118 690 150 V408 C590 380 470 384 400 424 Z', '#fbf3e6'),
  shape(
    'M110 408 C210 380 330 384 400 424 C470 384 590 380 690 408 V428 C590 402 480 406 400 446 C320 406 210 402 110 428 Z',
    coral,
  ),
  repeat(7, (i) => line(`M150 ${196 + i * 26} q100 -24 206 ${14 + i}`, '#cbb7a2', 4)),
  repeat(5, (i) => line(`M444 ${212 + i * 26} q100 -38 206 ${-14 - i}`, '#cbb7a2', 4)),
  repeat(6, (i) => line(`M386 ${200 + i * 36} h28`, '#b23f45', 6)),
  line('M414 380 C520 330 560 440 640 360 S700 220 640 120', '#b23f45', 4),
  turned(-24, 640, 120, rect(636, 30, 8, 96, '#5b5b66', 4), rect(639, 104, 2, 14, sky)),
);

const loudness = [
  18, 40, 74, 120, 96, 150, 110, 64, 88, 42, 20, 4, 4, 4, 4, 4, 4, 4, 24, 60, 108, 140, 92, 126, 70, 40, 18,
];

const silence = drawing(
  ink,
  rect(314, 0, 206, 500, plum),
  repeat(loudness.length, (i) => {
    const height = loudness[i] ?? 4;
    const colour = height === 4 ? cream : i < 12 ? coral : straw;
    return rect(24 + i * 28.4, 250 - height, 14, height * 2, colour, 7);
  }),
  line('M314 60 V440 M520 60 V440', mauve, 2),
  line('M330 420 H504 M330 420 l10 -8 M330 420 l10 8 M504 420 l-10 -8 M504 420 l-10 8', cream, 2.5),
);

const recipe = drawing(
  '#e8b98a',
  rect(0, 330, 800, 170, '#a8623f'),
  turned(-6, 290, 330, rect(120, 190, 190, 240, cream, 4), rect(310, 190, 190, 240, '#fbf3e6', 4)),
  turned(
    -6,
    290,
    330,
    repeat(6, (i) => line(`M146 ${232 + i * 30} h${120 - ((i * 37) % 60)}`, '#a98f7c', 4)),
    repeat(3, (i) => line(`M338 ${232 + i * 30} h${110 - i * 24}`, '#a98f7c', 4)),
    ring(420, 368, 36, '#d9b793', 7),
    line('M338 330 L470 228', '#b23f45', 4),
  ),
  shape('M520 214 H720 V330 a36 36 0 0 1 -36 36 H556 a36 36 0 0 1 -36 -36 Z', plum),
  rect(506, 200, 228, 20, mauve, 8),
  line('M734 236 H800', ink, 14),
  line('M570 170 q-16 -24 0 -46 t0 -46 M620 170 q-16 -24 0 -46 t0 -46 M670 170 q-16 -24 0 -46 t0 -46', cream, 6),
  line('M470 470 L660 420', '#6a3b28', 12),
  disc(454, 474, 24, '#6a3b28'),
);

export const cultureArt: Readonly<Record<string, string>> = {
  'the-library-of-borrowed-things': borrowed,
  'singing-with-strangers': singing,
  'how-to-mend-a-book': book,
  'the-length-of-a-silence': silence,
  'what-a-recipe-leaves-out': recipe,
};
