//! What the table of behaviour calls: an object and an iterator are resources. WIT has no callables.

use std::cell::RefCell;

wit_bindgen::generate!({
    inline: "package bench:peer;
        interface things {
            resource counter {
                constructor(count: s64);
                add: func(number: s64) -> s64;
                count: func() -> s64;
            }
            resource numbers {
                constructor(end: u32);
                next: func() -> option<u32>;
            }
            scaled: func(times: u32) -> f64;
        }
        world peer {
            import scale: func(number: f64) -> f64;
            export things;
        }"
});

use exports::bench::peer::things::{Guest, GuestCounter, GuestNumbers};

struct Peer;

struct Counter(i64);

impl GuestCounter for Counter {
    fn new(count: i64) -> Counter {
        Counter(count)
    }

    fn add(&self, number: i64) -> i64 {
        self.0 + number
    }

    fn count(&self) -> i64 {
        self.0
    }
}

struct Numbers(RefCell<std::ops::Range<u32>>);

impl GuestNumbers for Numbers {
    fn new(end: u32) -> Numbers {
        Numbers(RefCell::new(0..end))
    }

    fn next(&self) -> Option<u32> {
        self.0.borrow_mut().next()
    }
}

impl Guest for Peer {
    type Counter = Counter;
    type Numbers = Numbers;

    fn scaled(times: u32) -> f64 {
        (0..times).map(|i| scale(f64::from(i))).sum()
    }
}

export!(Peer);
