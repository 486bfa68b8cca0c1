import type { Article } from './types.js';

export const cities: readonly Article[] = [
  {
    slug: 'in-praise-of-the-public-stair',
    section: 'cities',
    title: 'In praise of the public stair',
    standfirst:
      'Hill towns are held together by flights of steps that belong to nobody in particular. They are the slowest streets we have, and the most sociable.',
    author: 'Bea Castellan',
    published: '2026-11-21',
    artDescription: 'A broad flight of steps climbing between coloured houses.',
    body: [
      'Cordwain Steps begin beside a bakery and end, a hundred and twelve treads later, beside a different bakery. No one who lives between the two has ever been able to say which is the better. The steps are four metres wide at the foot and two at the top. They turn twice, for reasons that made sense to the owner of a garden three centuries ago, and at each turn there is a landing with a bench and a view of somebody’s washing.',
      'On the map of the city they are a thin dotted line, the mark the surveyors use for ways that a vehicle cannot follow. This makes them look like an absence. To the eight hundred people who go up and down them on an ordinary weekday, they are the street, and the wide looping road to which they form the short cut is a thing that happens to cars.',
      'What a stair does to a person is to slow them, and to do it to everyone alike. On the flat a runner, a pram and a man with a stick move at three speeds and share nothing but the kerb. On the steps they all arrive at the landing, sooner or later, breathing. It is hard to stay a stranger to somebody with whom you have been out of breath every morning for a year.',
      'Of course a stair also shuts people out. The pram has to be carried, and the man with the stick has begun to go round. The better hill towns have understood that a stair is a system: it needs a rail on both sides, and a shallow gutter up which a bicycle can be wheeled, and a lamp at each change of level, and somewhere near it a lift or a slow bus for those whom the steps have left behind. Where these are added, the count of feet on the steps goes up as well.',
      'There is an old rule for the proportion. Twice the height of the riser, plus the depth of the tread, should come to one adult stride. Masons knew it in the hand before it was in any book, and you can feel it when they got it right, because you stop thinking about your feet. Cordwain Steps are a little shallower than the rule. They were built for mules, who prefer it, and the effect upon people is to make them walk as though they were arriving at a ball.',
      'Last spring the lowest flight was closed for eleven weeks to have its treads turned over. This is the economical thing about good stone: after two hundred years of feet, the underside is as new. The masons numbered each slab in chalk, lifted it, flipped it, and set it back upon lime. During those weeks the upper bakery sold a third less bread, the lower one sold the same, and the city had at last a figure for what a stair is worth.',
      'It opened again on a wet Thursday without a ceremony. At seven in the morning there was already somebody standing on the first landing, holding a warm paper bag and looking at the washing. “I had forgotten,” she said, not quite to anyone, “that it takes exactly one roll to get to the top.”',
    ],
  },
  {
    slug: 'the-first-three-years-of-a-street-tree',
    section: 'cities',
    title: 'The first three years of a street tree',
    standfirst:
      'Planting is the photograph. What follows is a thousand buckets of water, a great many dogs, and a woman with a list.',
    author: 'Samir Aldous',
    published: '2026-11-17',
    artDescription: 'A young staked tree beside a row of tall windows.',
    body: [
      'For the first three years it is not so much a tree as a patient. It arrives on a lorry with a root ball the size of a washing machine, having spent a decade in a field of its peers, and is let down into a hole in the pavement where the soil is mostly brick. A number is stapled to its stake. From that moment, on the spreadsheet of the parks department of Port Ansell, it is either alive or not.',
      'A street tree must put up with a good deal. The ground is baked in summer and salted in winter. Rain, which falls on everything, runs off to the gutter before a root can meet it. Its neighbours are a gas main, a bundle of cables and a bin. It is used as a bicycle stand, a noticeboard, a goal post, and a message service by every dog within half a mile.',
      'In most cities something like one new tree in four does not see its fourth spring, and nearly always it is thirst that finishes them. The young roots live in that one buried ball. Until they have grown out of it they can drink nothing else, and the ball, in a warm week, holds about five days of water. Miss two weeks in July and there is nothing to be seen. The leaves fall a little early. In the next April they do not come.',
      'So the whole art of it is watering, and the whole difficulty is that nobody cuts a ribbon for a bucket. Leonie Hask has the list for the eastern half of the city. There are six hundred and forty on it, and in the dry months each is due fifty litres a week, poured slowly, down a tube that goes to the roots. With one tanker and one colleague this cannot be done. She established as much in her first fortnight, with a pencil.',
      'What she did about it was to tie a label on every tree. It gave the tree’s kind, its age, the amount that it drank, and a line for a name. You could sign for it, as you might for a parcel. Within a month a third of the lines were filled in, some by persons, several by shops, one by the entire top form of a primary school, and one, in a fine italic hand, by a rival for somebody else’s tree, setting out the grounds of the dispute.',
      'In the two summers since, the losses have come down to one in eleven. She is careful about this figure, for those summers were kind. But she has noticed that a tree with a name on it is watered even in rain, and that the stakes, which used to be forgotten until they strangled what they held, are now reported to her the minute they are no longer needed. People send photographs of buds.',
      'After the third year the number comes off. The roots by then have gone under the kerb and found whatever it is that they find; the tree is on its own, and with luck will outlive everybody who carried water to it. Leonie cuts the label away with a small hooked knife, and posts it, without any note, to the name on the line.',
    ],
  },
  {
    slug: 'where-the-benches-face',
    section: 'cities',
    title: 'Where the benches face',
    standfirst:
      'A bench is the smallest public building. Which way it looks is a decision about who the street is for, and it is usually made by accident.',
    author: 'Noor Ellery',
    published: '2026-11-13',
    artDescription: 'Two empty benches set at an angle beneath an autumn tree.',
    body: [
      'Stand for a while near any bench that nobody uses and you will see why. It looks at a wall, or the wrong side of a hedge. It stands alone in the exact middle of a lawn, like a chair in an interrogation. It has its back to the path, so that every footstep comes from behind. There was room for it, somebody had a budget, and it was bolted down facing the way that the lorry happened to be facing.',
      'Then find one that is always taken. It has something solid at its back, a tree or a warm wall. In front there is something that moves, but not too fast and not too near: a playground, a crossing, a queue. It is at the edge of things. A person sitting there is allowed to watch, because they are so plainly only sitting.',
      'Most of what is known on the subject can be put in those two paragraphs, and it was found out by people with clipboards who spent long afternoons counting. They found that people sit where there are places to sit, which sounded so foolish that it had to be published. They found that sun matters until it is hot, and that after that shade matters more. They found that a ledge of the right height, forty or fifty centimetres, is a bench, whatever the architect had in mind.',
      'They also found that people move chairs. Given a loose one, almost everyone shifts it before they sit, often by no more than a hand’s breadth, and often back again. It does not appear to be about the view. It is a small declaration: I did not merely end up here. A fixed bench can’t offer that, but two of them set at an angle can do something nearly as good, for they let you choose whether you are with the person on the other one.',
      'The angle is a fine instrument. Side by side, strangers can share a bench in silence for an hour. Face to face at the same distance, they last about a minute. At something like a right angle, talk becomes possible without being required, and it is there, on the corner, that you find the chess players, and the two old friends who have quarrelled.',
      'In Halden Square the council lately replaced nine benches that faced the monument with nine that face one another’s elbows. The monument was consulted, a councillor told me, and raised no objection. The number of people sitting at noon has doubled. More to the point, they stay for longer than it takes to eat a sandwich, and the fountain, which was on the list for closing, is found to have been there all along for people to look at when the conversation flags.',
      'One of the old ones has been kept. It faces a blank gable across a lane, and by every rule in this article it ought to be empty. But at four o’clock from March to October the sun comes round the church and strikes that wall, and for forty minutes it gives back the warmth like an oven. There was a man on it the day I looked, with his eyes shut and his hat upon his knee. He had the worst view in the city, and he would not have moved for the mayor.',
    ],
  },
  {
    slug: 'the-market-that-is-gone-by-two',
    section: 'cities',
    title: 'The market that is gone by two',
    standfirst:
      'Six mornings a week a car park becomes the busiest place in town, and then becomes a car park. The vanishing is the cleverest part.',
    author: 'Felix Oduya',
    published: '2026-11-09',
    artDescription: 'Striped market awnings over crates of fruit.',
    body: [
      'At four in the morning Tanner’s Yard is an acre of wet tarmac with numbers painted on it. By half past six it is a town. There are streets, with a fish end and a flower end; there is a bad corner, where the wind comes through, and a rich one, by the steps. A hundred and thirty stalls have gone up in the dark, without plans, at the rate of nearly one a minute, and hardly anybody has spoken above a murmur.',
      'The stalls are all alike. Each is eleven poles, four clips and a striped sheet, and comes off a barrow in an order that the trade has had a hundred years to settle. The tallest pole is last on, and so first off. No piece is longer than one person can carry or heavier than one person can lift, and there is no part that needs a tool. I timed a woman of seventy with a cup of tea in one hand. It took her six minutes.',
      'The numbers on the ground are worth looking at. They are not in rows. Cheese is kept from fish by the width of the flowers, and bread stands upwind of both. The queue for eggs, which is always long, has been given a wall to lean on. Each of these arrangements began as a quarrel. Nobody designed Tanner’s Yard, but a great many people have been annoyed in it, over many years, and have had it moved a yard to the left.',
      'From nine until noon it needs no describing: everybody has a market like it in their head. What I had come for was the end. At one o’clock a handbell is rung, not loudly. Prices fall. A second sort of customer appears, with bigger bags and sharper eyes, and there follows an hour of the frankest conversation to be heard in public anywhere in the city.',
      'At a quarter to two the poles begin to come down, from the fish end, because fish has the furthest to go. Crates go into crates. What is bruised is put by the third lamp post, where, by a custom that nobody would call charity, it is gone in ten minutes. Two men come through with hoses, and behind them come the first cars, nosing in like cattle to the places where the strawberries were.',
      'Cities spend a good deal on buildings that can do two things, with walls that fold and floors that rise, and the buildings do both of them rather badly. Here is an acre that does two things well, for the price of some paint. It works because nothing is left behind. The market takes the whole place, wholly, and then gives the whole of it back.',
      'By ten past there is nothing to show for it but the damp. I asked the man with the bell whether he did not find it melancholy, to have a town taken down around him every day but Sunday. He considered the cars. “That isn’t it going away,” he said, and put the bell in his coat. “That is it being folded up so it will be flat for the morning.”',
    ],
  },
  {
    slug: 'the-night-work-of-trams',
    section: 'cities',
    title: 'The night work of trams',
    standfirst:
      'Between the last service and the first there are three hours and forty minutes. In that time somebody has to walk the whole line.',
    author: 'Greta Solveig Moor',
    published: '2026-11-04',
    artDescription: 'A lit tram on its rails under wires at night.',
    body: [
      'The last tram of the night comes into the depot at eight minutes to one, with its lights on and nobody inside. It is swept, and a few things are taken out of it: an umbrella, one glove, a cello. Then the current is cut to the wires, section by section, from a desk with a telephone on it. When the desk has heard all four sections repeated back, a door is opened at the side of the yard, and the walkers go out.',
      'There are twelve of them, in pairs, and they carry hammers. A rail that is sound will ring when it is struck, a clean note that runs away along the steel in both directions. A rail with a crack in it clacks. Machines now do this too, with sound too high to hear, from a yellow trolley that goes over every metre once a month. The walkers have nothing against the trolley. They only point out that it does not look up.',
      'What you see if you look up is the wire. It is a single strand of copper no thicker than a thumb, and it is not hung straight, but zigzags from side to side, so that it should wear the tram’s carbon collector evenly instead of sawing a groove in it. It is measured with callipers from a tower on the roof of a van, by a man lying upon his back in a harness, who says that he has the best stars in the city.',
      'Curves are the trouble. On a straight run steel upon steel is almost without friction, which is the whole point of a tram. In a curve the outer wheel has further to go than the inner, and something must slip. That is the squeal. At Gallows Corner, where the radius is eighteen metres and the windows are close, they grease the inner face of the rail by hand with a brush, and have done for so long that the residents notice only when it is missed.',
      'Then there is the grinding. Wheels raise ripples on the rail, a few hundredths of a millimetre high, which set the wheels bouncing, which raises the ripples. Left alone, it would end with crockery walking off the shelves along the route. So a train of rotating stones goes through at walking pace, behind a curtain of its own sparks. People on their way home from parties stop and hold up their telephones. It is the only part of the night’s work that anyone has ever filmed.',
      'By four the pairs are coming in. What they found is written on a board in chalk: a loose clip, a blocked drain, a cat, a joint to watch. The joint is gone out to at once by a man with a welding set. The others are for tomorrow, apart from the cat, who is known and works at the pumping station. The desk telephones along the line to ask each section in turn whether it is clear of people, and waits for an answer every time, even if it can see them in the yard.',
      'At twenty-eight minutes to five the current goes back on, with a hum that you feel in your shoes rather than hear. The first tram moves off, lit up and empty, as the last came in. It is sent round the whole line without passengers, to be certain, and to clean the night’s rust from the rails. The driver calls it polishing the way, and for those forty minutes, she says, she has the only bright thing in the city.',
    ],
  },
];
