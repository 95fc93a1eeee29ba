//! What the speed tables call, and `greet`, which is weighed.

#[cfg(not(feature = "calls"))]
wit_bindgen::generate!({
    inline: "package bench:peer; world peer { export greet: func(name: string) -> string; }"
});
#[cfg(feature = "calls")]
wit_bindgen::generate!({
    inline: "package bench:peer;
        world peer {
            export greet: func(name: string) -> string;
            export add: func(a: u32, b: u32) -> u32;
            export two-sum: func(numbers: list<s64>, target: s64) -> option<tuple<u32, u32>>;
            export two-sum-hash: func(numbers: list<s64>, target: s64) -> option<tuple<u32, u32>>;
        }"
});

struct Peer;

impl Guest for Peer {
    fn greet(name: String) -> String {
        format!("Hello, {name}!")
    }

    #[cfg(feature = "calls")]
    fn add(a: u32, b: u32) -> u32 {
        a.wrapping_add(b)
    }

    #[cfg(feature = "calls")]
    fn two_sum(numbers: Vec<i64>, target: i64) -> Option<(u32, u32)> {
        bench_algorithms::two_sum(&numbers, target)
    }

    #[cfg(feature = "calls")]
    fn two_sum_hash(numbers: Vec<i64>, target: i64) -> Option<(u32, u32)> {
        bench_algorithms::two_sum_hash(&numbers, target)
    }
}

export!(Peer);
