import type { SupportMessages } from '../messages.js';

export const pl: SupportMessages = {
  title: 'Dla działu obsługi czytelników',
  read: ({ read, limit, date, number }) =>
    `Przeczytane artykuły: ${number(read)} z ${number(limit)}. Licznik zacznie od nowa ${date}.`,
  full: 'Wszystkie artykuły są dla Ciebie dostępne bez ograniczeń.',
  nothing:
    'W tej przeglądarce nie przeczytano jeszcze niczego, co się liczy, więc nie ma kodu do wysłania. Czy to była inna przeglądarka albo inne urządzenie? Otwórz tę stronę tam.',
  code: 'Twój kod',
  copy: 'Skopiuj kod',
  copied: 'Kod został skopiowany.',
  howTitle: 'Co z nim zrobić',
  send: 'Skopiuj cały kod, wklej go do wiadomości i wyślij ją do nas.',
  sendTo: 'Skopiuj cały kod, wklej go do wiadomości i wyślij ją na adres #.',
  whatTitle: 'Co to jest',
  what: 'Mówi, co przeczytano tu w tej przeglądarce i na które konto się zalogowano. Jest zaszyfrowany: tylko my możemy go odczytać, nikt nie może dzięki niemu czytać artykułów, a po tygodniu traci ważność.',
  silent: 'Ta strona sama niczego nikomu nie wysyła.',
  refused: 'Nie można tego wyświetlić',
  byAddress: 'Otwórz tę stronę, używając jej adresu.',
  byItself: 'Otwórz tę stronę osobno: nie wyświetla się wewnątrz żadnej innej.',
  failed: 'Coś poszło nie tak. Prosimy spróbować ponownie za kilka minut.',
};
