//! What the tables of arrays in place call. A list is copied into the component, and a list comes out.

wit_bindgen::generate!({
    inline: "package bench:arrays;
        world arrays { export scale: func(numbers: list<f64>, by: f64) -> list<f64>; }"
});

struct Peer;

impl Guest for Peer {
    fn scale(mut numbers: Vec<f64>, by: f64) -> Vec<f64> {
        bench_algorithms::scale(&mut numbers, by);
        numbers
    }
}

export!(Peer);
