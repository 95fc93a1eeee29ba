//! What the table of values calls: each function gives back what it gets.

wit_bindgen::generate!({
    inline: "package bench:values;
        world values {
            record point { x: f64, y: f64 }
            record entry { name: string, size: u32, ratio: f64, hidden: bool }
            variant shape { empty, circle(f64), rectangle(tuple<f64, f64>), label(string) }
            enum color { red, green, blue }
            flags rights { read, write, execute }
            type metres = f64;
            export text: func(value: string) -> string;
            export data: func(value: list<u8>) -> list<u8>;
            export wide: func(value: tuple<u64, s64>) -> tuple<u64, s64>;
            export maybe: func(value: option<u32>) -> option<u32>;
            export pair: func(value: tuple<s64, string>) -> tuple<s64, string>;
            export entry-of: func(value: entry) -> entry;
            export shape-of: func(value: shape) -> shape;
            export rights-of: func(value: rights) -> rights;
            export length: func(value: metres) -> metres;
            export duration: func(value: tuple<u64, u32>) -> tuple<u64, u32>;
            export array: func(value: list<f64>) -> list<f64>;
            export ints: func(value: list<s64>) -> list<s64>;
            export texts: func(value: list<string>) -> list<string>;
            export pairs: func(value: list<tuple<s64, f64>>) -> list<tuple<s64, f64>>;
            export points: func(value: list<point>) -> list<point>;
            export entries: func(value: list<entry>) -> list<entry>;
            export options: func(value: list<option<u32>>) -> list<option<u32>>;
            export shapes: func(value: list<shape>) -> list<shape>;
            export colors: func(value: list<color>) -> list<color>;
            export nested: func(value: list<list<s64>>) -> list<list<s64>>;
            export dict: func(value: list<tuple<string, u32>>) -> list<tuple<string, u32>>;
            export set: func(value: list<s64>) -> list<s64>;
        }"
});

struct Values;

/// Functions that give back what they get.
macro_rules! echo {
    ($($name:ident: $type:ty,)*) => {
        impl Guest for Values {
            $(fn $name(value: $type) -> $type {
                value
            })*
        }
    };
}

echo! {
    text: String,
    data: Vec<u8>,
    wide: (u64, i64),
    maybe: Option<u32>,
    pair: (i64, String),
    entry_of: Entry,
    shape_of: Shape,
    rights_of: Rights,
    length: Metres,
    duration: (u64, u32),
    array: Vec<f64>,
    ints: Vec<i64>,
    texts: Vec<String>,
    pairs: Vec<(i64, f64)>,
    points: Vec<Point>,
    entries: Vec<Entry>,
    options: Vec<Option<u32>>,
    shapes: Vec<Shape>,
    colors: Vec<Color>,
    nested: Vec<Vec<i64>>,
    dict: Vec<(String, u32)>,
    set: Vec<i64>,
}

export!(Values);
