import type { Article } from './types.js';

export const culture: readonly Article[] = [
  {
    slug: 'the-library-of-borrowed-things',
    section: 'culture',
    title: 'The library of borrowed things',
    standfirst:
      'It lends drills, tents, a tuba and a wedding dress. What comes back with them, the librarians say, is most of the point.',
    author: 'Amara Quill',
    published: '2026-11-20',
    artDescription: 'Shelves holding a kettle, a drill, a lamp, a tent and a horn.',
    body: [
      'The desk is an ordinary library desk, with a date stamp and a dish of peppermints. Behind it, where the novels would be, are four aisles of steel shelving. There is a shelf for drills. There is one for cake tins, which go up to a size in which you could bathe a child. There are tents, a projector, a set of bagpipes, two telescopes and a tuba, and at the end of the last aisle, under a cotton cover, there is a wedding dress that has been down the aisle, as the staff are tired of saying, nineteen times.',
      'The arithmetic that began it is well known by now. A household drill is used, over the whole of its life, for something like a quarter of an hour. A tent sees the sky for six nights a year. Along one street there may be thirty ladders, and never two of them in use at once. Everybody nods at these figures, and then goes home to a cupboard full of them.',
      'So one winter a branch library, half of whose shelves had emptied on their own, put up a notice to ask what people would rather not own. They were brought four hundred objects in a week. About half were refused, on grounds of safety or of taste. The remainder were cleaned, tested, given numbers, and set out with slips gummed inside their lids. The first thing that was borrowed was a carpet cleaner. It has not, strictly speaking, been back since; it goes from hand to hand along a waiting list.',
      'A number of sensible persons predicted that everything would be broken. Some of it was. But people turn out to be careful with a thing that somebody they know will be wanting on Thursday. And there was another effect that nobody had predicted: objects began to return better than they went out. A blunt saw came back sharp. A tent came back with its torn flap mended, in herringbone stitch. A tin was returned with a cake in it.',
      'The slips had something to do with this. There is room on them for a line of comment, and the librarians, being librarians, filed them. Read in order, they are a kind of novel. “Shelves up. Not level, but up.” “We could see the rings!” “Do NOT use the second setting.” “My father held the ladder. First time he has been out since May.” Inside the lid of the sewing machine is a conversation between two borrowers about bobbin tension that went on for a year before they met.',
      'The tuba is the great success. Nobody had thought that it would ever leave the shelf, as there was no use for it that could be named. It has been out without a break for two years. It turns out that there are very many people who have wondered, all their lives, what it would be like to have a tuba in the house for three weeks, and who needed only that it should be nobody’s fault.',
      'I borrowed a telescope, since one was in. The clerk stamped the slip, and showed me where the caps went, and asked that I should write down whatever I found. I said that I doubted I would find anything. She slid it across the desk to me with both hands, as if it had been a cat. “Write that, then,” she said. “The last person wrote ‘cloud, cloud, cloud, cloud, Saturn’, and there has been a queue for it ever since.”',
    ],
  },
  {
    slug: 'singing-with-strangers',
    section: 'culture',
    title: 'Singing with strangers',
    standfirst:
      'No audition, no uniform, no concert at the end of it. Every week a hundred and sixty people come in from the rain to make one enormous sound, and go home.',
    author: 'Piet Lindqvist',
    published: '2026-11-16',
    artDescription: 'A row of rounded figures under arcs of sound.',
    body: [
      'You are asked only one question at the door, which is whether you would call yourself high or low. If you don’t know, you are put in the middle, with the others who do not know, and told that this is where the interesting notes are. A sheet of paper is handed to you. Then a small woman in walking boots climbs on a chair, hums, and lifts one hand, and from somewhere a hundred and sixty people have breathed in.',
      'It is the hall of a former fire station and the sound has nowhere to go. The first chord comes up through the floor. I don’t know how to describe it, except to say that for some moments it is not clear which part of it is you. You can feel the note that you are singing, but you cannot hear it, and whatever it is that you can hear is nothing that you would have believed you could help to make.',
      'The woman on the chair is called Marit Osk, and she has a theory that everybody was told, at the age of about nine, by somebody in a hurry, that they could not sing. She has gone through life meeting the people to whom this happened. “They will tell you the room,” she said. “They will tell you what the teacher had on.” There is nothing the matter with any of them that forty others standing close by will not put right.',
      'This is not merely kindness; there is some physics in it. Forty voices aiming at a note do not hit it. They fall in a little cloud around it, some sharp, some flat, and the ear, which is generous, hears the middle of the cloud and calls it warm. A choir of perfect singers, perfectly in tune, would sound like one rather loud machine. It needs its strays. The person who drifts is not spoiling the effect. The person who drifts is the effect.',
      'Something else goes on that can be measured, and has been. People who sing together fall into step. They must breathe at the same places, since that is where the commas are, and when breath is in step the heart comes along after it, slowing on the long phrases, all over the room. Nobody decides upon this. It is as close as a crowd of the living can come to being, for the length of a verse, a single animal.',
      'There are those who ask for a concert. She has always refused, for as soon as there is a concert there will be people who are good enough to be in it. There is no audience here because there is nobody left over to be one. At the half hour there is tea, and you may find that you have stood for thirty minutes touching shoulders with a judge, or with the man who mended your boiler, and sung about a shipwreck.',
      'At nine she brings the hand down. The last chord goes up into the iron of the roof, where the hoses used to hang, and takes about four seconds to be gone, and nobody so much as moves a foot until it is. Then the coats, the wet pavement, the buses. All the way down the hill, in ones and twos, not quite aloud, you can hear them taking the low part home.',
    ],
  },
  {
    slug: 'how-to-mend-a-book',
    section: 'culture',
    title: 'How to mend a book',
    standfirst:
      'Paste that can be undone, thread that will break before the paper does, and a rule that the mender should be forgotten: notes from a bindery bench.',
    author: 'Wilhelmina Trask',
    published: '2026-11-12',
    artDescription: 'An open book with stitched pages, a needle and a curl of thread.',
    body: [
      'A book is a machine for turning pages, and like other machines it fails at the hinge. The boards come away first. Then the spine lifts, and the sewing is laid bare; some child or student pulls at it; a section slides out, and is put back upside down; and one day what was a book is brought to this bench in a carrier bag, by somebody who begins by apologising to it.',
      'The first thing to do is nothing. I was taught this by Oswin Drey, who had the bench before me and who liked to keep a new arrival on the shelf for a week before he would so much as open it. A book has been coming to pieces for fifty years, he said, and would not mind seven more days. The time was for looking. Is it sewn or is it only glued? Has it been mended before, and by whom, and with what kind of tape?',
      'The tape is always a sorrow. Clear tape is put on with love and goes brown with age, and what it does to paper cannot be forgiven. You warm it with a small iron, a finger’s width at a time, and lift it with the back of a knife. An hour may see you to the foot of one page. I have found beneath it nothing worse than a tear the length of an eyelash.',
      'For paste there is only one recipe, which is flour and water, cooked slowly, and sieved. It is not the strongest by a long way. There are glues in tubes that would hold a page till the end of the world, which is just what is wrong with them. Every repair will itself need to be repaired. Wheat paste lets go, at the touch of a damp brush, for whoever has the bench in a century’s time, and asks no questions.',
      'In the same way, the thread should be weaker than the paper. If one of the two must give, let it be what can be bought by the reel. Tears are bridged with a tissue made from mulberry bark, so thin that you can read through it, and its edges are never cut but pulled, so as to leave a fringe of fibres that go into the old sheet like fingers between fingers. Laid right, the mend can be found with the tongue sooner than with the eye. Please do not try this in the library.',
      'When the sections are whole they are sewn through their folds on to cords, round and back, kettle stitch at either end, and little by little the thing on the frame stops being a pile. I have done this some thousands of times, and am not tired of the moment when it is first opened. It resists for a second. Then it lies down flat, as a dog does, all at once.',
      'The old boards go on again if they possibly can, scuffs and all, along with the ring from somebody’s teacup, which is not mine to remove. Oswin never signed his work. In the last of the books that he did I looked very hard for any trace of him, and in the end I found it, inside the spine, where no reader could ever come upon it. In pencil, small, he had written the date and the weather.',
    ],
  },
  {
    slug: 'the-length-of-a-silence',
    section: 'culture',
    title: 'The length of a silence',
    standfirst:
      'On the radio, two seconds of nothing is a pause, five is a worry and eight is an alarm. The people who edit speech spend their lives inside those numbers.',
    author: 'Dorian Ashe',
    published: '2026-11-08',
    artDescription: 'A sound wave that falls still in its middle and rises again.',
    body: [
      'In the corner of the transmission room there is a box with one light on it. It listens to what is going out, at all hours, and if it should hear nothing for eight seconds it concludes that the station has died and puts on a tape. The tape is of a string quartet. In nineteen years it has been broadcast twice: once because a cable was cut, and once because of a poet.',
      'Silence is dangerous stuff on the air, for the listener has nothing to look at. On a stage a pause is full of faces. On the radio it is, at first, a breath; then a thought; then the suspicion that you have leaned on something. All that a producer knows about timing comes down to how far along that road the listener can be taken, and brought safely back.',
      'I went to watch some of it being cut. On the screen speech is a row of dark spindles, like fish on a line, with gaps between them. The editor, Hanne Vole, hardly looks at the fish. She was working upon an interview with a lighthouse keeper’s daughter, and she had spent the morning, she said, deciding how long the woman should take to answer one question.',
      'The question was whether she missed it. In the room, at the time, it had taken her eleven seconds to reply. That is true, and it is unusable, because of the box in the corner, and because a stranger in a kitchen would have gone to see what was wrong with the set. Cut it to one second, and she sounds glib. Three, and she sounds as if she had prepared it. Hanne tried four and a half. She listened with her eyes closed, shook her head, and gave it another quarter.',
      'What goes in the gap is not nothing. If you put in true silence, a row of noughts, the ear flinches as at a step that is not there. Every room has its own hush, made of pipes and distance. Before anybody leaves, the engineer asks for a minute of quiet, and all concerned sit with their hands in their laps while it is recorded. Of that minute she had used, so far, nine seconds. There was a clock in it, and very far off, if you knew, a gull.',
      'There is an honesty to be kept in this. You may take out a cough, a stumble, a lorry. You may not take out a hesitation which meant something, nor put in one that did not occur. She has been asked to do both. It would be the work of a moment, and would leave no scar, and no one would ever be able to say why that man had sounded shifty. “It is the only kind of lie I know,” she said, “with no words in it.”',
      'She played the whole of it through to me, once, with the lights down. The question was asked. The clock ticked, and the gull went over, and for some length of time, which I should have put at a year, an old woman stood at the bottom of a spiral stair. I was told afterwards that it came to four and three-quarter seconds, and that the answer, when it came, was “Only at night.”',
    ],
  },
  {
    slug: 'what-a-recipe-leaves-out',
    section: 'culture',
    title: 'What a recipe leaves out',
    standfirst:
      '“Cook until done.” The oldest instruction in the kitchen is also the most honest, and a shelf of handwritten notebooks explains why.',
    author: 'Lucia Fenn',
    published: '2026-11-03',
    artDescription: 'A saucepan and a spoon above an open, stained notebook.',
    body: [
      'My grandmother’s recipe for dumplings consists of five words, and one of these is “dumplings”. The others are flour, egg, salt and enough. It was enough for her; she had made them every week since she was tall enough to see into the bowl. She wrote it down only because she had been asked, and, I believe, a little against her better judgement, as you might write down directions to your own bed.',
      'I have been reading a good many such notebooks lately, in the local archive, where they are kept between the parish accounts and the sale bills. They are easily known by their condition. An account book has a clean edge. These are swollen, and spotted with fat, and open by themselves at the page with the gingerbread. You could find out what a family ate by holding them up to the light.',
      'They are not what we should call recipes. There will be no oven heat, since there was no dial to set. There are no minutes, either. A cake is to be baked for as long as it takes to say a certain psalm, or to walk to the gate and back. Butter is the size of an egg, and ginger is what will lie on a sixpence. Method is two words or it is left out. What is set down, in other words, is only that which could not be remembered.',
      'We have gone as far as it is possible to go in the other direction. A modern recipe supposes a reader who has never seen an onion. It gives the weight of salt to the gram and the size of the pan, it tells you what to look for and for how long, and it has a photograph. And still it goes wrong, because your flour is damper than theirs and your gas is fiercer. The more that is written, the more there is to be let down by.',
      'The truth is that the chief part cannot be put on paper. It is in the wrist. It’s the sound that fat makes when it is ready, the smell half a minute before brown becomes black, the slackness of a dough which has had what water it wants. One learns these by standing next to somebody. A recipe was never meant to take the place of that person. It was a string tied round her finger.',
      'And so the most eloquent pages are the ones that have been written on again. “Less”, says a second hand beside the cloves; and, in a third, “No.” One page has only “Agnes’s way”, and a blank, with a ring left by a glass. A seed cake is crossed out from corner to corner and then, some time later, to judge by the ink, is forgiven. By the side of a plain white soup is written a date in February and, quite small, “he ate a little”.',
      'I make the dumplings. For years I tried to discover how much was enough, with a balance and a notebook of my own, and I have eleven versions, which differ by as much as a third. They all come out perfectly well. What I know now is when to stop, which is when the dough lets go of the bowl with a sound like a small kiss, and I have not written it down anywhere until today.',
    ],
  },
];
