import { disc, drawing, line, rect, repeat, ring, scatter, sea, shape, turned } from './shapes.js';

const night = '#0f2f3a';
const deep = '#17505a';
const shallow = '#4f8f8b';
const foam = '#a9c9bd';
const bone = '#efe6d0';
const amber = '#e0a63e';
const leaf = '#7c9a5b';

const tides = drawing(
  night,
  disc(590, 150, 74, bone),
  disc(568, 134, 66, night),
  sea(270, 18, 520, 60, '#1c4a56'),
  line('M120 130 V460', amber, 5),
  repeat(13, (i) => line(`M120 ${130 + i * 20} h${i % 4 ? 14 : 28}`, amber, 4)),
  sea(315, 26, 340, 120, deep),
  sea(362, 22, 240, 30, '#2f716f'),
  sea(408, 16, 170, 90, shallow),
  sea(448, 11, 110, 20, foam),
);

const lichenDisc = (x: number, y: number, size: number, colours: readonly string[]): string =>
  colours.map((colour, i) => disc(x, y, Math.round(size * (1 - i * 0.24)), colour)).join('');

function lichen(): string {
  const next = scatter(11);
  const speckles = repeat(70, () =>
    disc(Math.round(next() * 800), Math.round(next() * 500), 1 + next() * 2.5, '#5a6265'),
  );
  return drawing(
    '#3d4548',
    speckles,
    lichenDisc(250, 250, 168, [foam, '#8fb0a4', foam, '#7da094']),
    lichenDisc(500, 150, 104, [amber, '#c98a2c', amber]),
    lichenDisc(590, 350, 130, [leaf, '#95b072', leaf, '#64804a']),
    lichenDisc(90, 90, 62, [amber, '#c98a2c']),
    lichenDisc(725, 110, 58, [bone, '#d6cbb0', bone]),
    lichenDisc(420, 410, 48, [bone, '#d6cbb0']),
    repeat(16, () => disc(Math.round(170 + next() * 160), Math.round(180 + next() * 140), 5, night)),
  );
}

function mud(): string {
  const next = scatter(5);
  let top = 178;
  const layers = repeat(26, (i) => {
    const height = Math.round(6 + next() * 14);
    const layer = shape(
      `M0 ${top} q200 ${Math.round(next() * 10 - 5)} 400 0 t400 0 v${height + 10} h-800 Z`,
      [bone, '#6b5140', '#cdb58c', '#4a382e'][i % 4] ?? bone,
    );
    top += height;
    return layer;
  });
  return drawing(
    foam,
    rect(0, 70, 800, 120, shallow),
    rect(0, 110, 800, 80, deep),
    layers,
    rect(392, 34, 16, 300, night),
    line('M400 34 L340 70 M400 34 L460 70', night, 6),
    rect(310, 62, 180, 14, amber, 4),
  );
}

const bean = drawing(
  bone,
  shape('M400 0 H800 V500 H400 Z', night),
  disc(400, 230, 158, amber),
  shape('M400 72 a158 158 0 0 1 0 316 Z', '#2a5a66'),
  repeat(24, (i) => turned(i * 15, 400, 230, rect(398, 44, 4, i % 6 ? 12 : 24, i < 12 ? foam : '#6b5140'))),
  line('M400 470 C396 400 404 330 400 262', leaf, 11),
  shape('M398 300 C330 300 268 262 246 204 C322 196 384 232 398 300 Z', '#5f8043'),
  shape('M402 300 C450 270 478 320 474 392 C426 384 400 350 402 300 Z', leaf),
  line('M398 300 C350 280 300 240 262 214', bone, 2.5),
  line('M402 300 C436 320 456 352 468 384', bone, 2.5),
  shape('M316 452 H484 L466 500 H334 Z', '#b5673f'),
);

const moth = (x: number, y: number, size: number, tilt: number, colour: string): string =>
  turned(
    tilt,
    x,
    y,
    shape(
      `M${x} ${y} q${-size} ${-size * 1.1} ${-size * 1.5} ${-size * 0.2} q${size * 0.2} ${size * 0.9} ${size * 1.5} ${size * 0.5} q${size * 1.3} ${size * 0.4} ${size * 1.5} ${-size * 0.5} q${-size * 0.5} ${-size * 0.9} ${-size * 1.5} ${size * 0.2} Z`,
      colour,
    ),
    line(`M${x} ${y - size * 0.3} v${size * 0.9}`, night, 3),
  );

const moths = drawing(
  night,
  disc(400, 250, 230, '#15404b'),
  disc(400, 250, 160, '#236068'),
  disc(400, 250, 96, amber),
  disc(400, 250, 56, '#f8e7b4'),
  rect(376, 330, 48, 170, '#0a2028'),
  rect(352, 318, 96, 18, '#0a2028', 5),
  ring(400, 250, 196, '#2f716f', 1.5),
  moth(220, 170, 34, -24, bone),
  moth(560, 130, 26, 32, foam),
  moth(610, 300, 40, 12, bone),
  moth(250, 340, 22, -52, '#c9a56a'),
  moth(140, 290, 18, 18, foam),
  moth(690, 190, 16, -12, '#c9a56a'),
  moth(470, 70, 15, 60, bone),
);

export const scienceArt: Readonly<Record<string, string>> = {
  'the-arithmetic-of-tides': tides,
  'the-slow-life-of-lichen': lichen(),
  'what-the-mud-remembers': mud(),
  'a-clock-inside-a-bean': bean,
  'counting-moths-by-lamplight': moths,
};
