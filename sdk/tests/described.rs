//! What types say of themselves is what the interface's model makes of their description: layout, fields, keys, how they are passed.
#![allow(missing_docs)]
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pyext::__private::{Describe, Describes, Key, Layout, Param, PassOf, Slice, Text, Value};
use pyext::prelude::*;
use pyext_abi::interface::{Definition, Item, Kind, Type, parse_records};
use pyext_abi::{layout, names};

/// A place.
///
/// With "quotes" and \ back.
#[derive(Record, Clone, Copy, PartialEq, PartialOrd)]
#[pyext(frozen)]
#[repr(C)]
pub struct Point {
    /// East.
    pub x: f32,
    /// North,
    /// or south.
    pub y: f64,
    pub mark: char,
    pub sizes: [u16; 3],
}

#[derive(Record, PartialEq, Eq, PartialOrd, Ord)]
#[pyext(frozen, name = "Identifier")]
pub struct Id {
    #[pyext(name = "number")]
    pub r#type: u64,
    pub color: Option<Color>,
}

#[derive(Record)]
pub struct Query<'a, 'b> {
    pub text: &'a str,
    pub words: Vec<&'b str>,
    pub around: Option<Point>,
    pub numbers: &'a [u32],
    pub any: Cow<'b, str>,
}

#[derive(Record)]
pub struct Page<T: Clone>
where
    T: PartialEq,
{
    pub flag: u8,
    pub items: Vec<T>,
    pub next: Option<(u32, T)>,
}

/// Only returned, and so is what holds it.
#[derive(Record)]
pub struct About {
    pub name: &'static str,
}

#[derive(Record)]
pub struct Library {
    pub about: About,
    pub list: Vec<About>,
    pub options: BTreeMap<String, u32>,
}

#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Color {
    Red = 3,
    /// Like wine.
    DarkRed,
    #[pyext(name = "green")]
    Green = -7,
}

#[derive(Variant)]
pub enum Shape<'a> {
    Circle {
        /// Its middle.
        centre: Point,
        radius: f32,
    },
    Named(&'a str, Color),
    One(u64),
    #[pyext(name = "Emptiness")]
    Nothing,
}

#[derive(Variant)]
pub enum Tree<T> {
    Leaf(T),
    Pair { left: u8, right: T },
}

#[derive(Flags, Clone, Copy, Default)]
pub struct Style {
    pub bold: bool,
    pub read_only: bool,
}

macro_rules! many {
    ($enumeration:ident, $flags:ident: $($case:ident $flag:ident)*) => {
        #[derive(Enum, Clone, Copy, Debug, PartialEq)]
        pub enum $enumeration { $($case),* }

        #[derive(Flags)]
        pub struct $flags { $(pub $flag: bool),* }
    };
}

many!(Eight, EightFlags: A a B b C c D d E e F f G g H h);
many!(Nine, NineFlags: A a B b C c D d E e F f G g H h I i);
many!(Large, LargeFlags: A0 a0 A1 a1 A2 a2 A3 a3 A4 a4 A5 a5 A6 a6 A7 a7 B0 b0 B1 b1 B2 b2 B3 b3 B4 b4 B5 b5 B6 b6 B7 b7
    C0 c0 C1 c1 C2 c2 C3 c3 C4 c4 C5 c5 C6 c6 C7 c7 D0 d0 D1 d1 D2 d2 D3 d3 D4 d4 D5 d5 D6 d6 D7 d7);

pub struct Celsius(f64);

impl Value for Celsius {
    type Wire = pyext::As<f64>;
}

impl From<f64> for Celsius {
    fn from(value: f64) -> Self {
        Celsius(value)
    }
}

impl From<Celsius> for f64 {
    fn from(value: Celsius) -> f64 {
        value.0
    }
}

/// A description and the facts beside it.
struct Described {
    text: String,
    layout: Layout,
    key: Key,
    in_place: bool,
    parameters: Option<usize>,
}

impl Described {
    /// The type that the text names.
    fn ty(&self) -> Type {
        let json = format!(
            r#"{{"kind":"constant","module":"m","sdk":"0","name":"X","type":{},"value":null}}"#,
            self.text
        );
        let mut record = (json.len() as u32 + 1).to_le_bytes().to_vec();
        record.push(names::RECORD_VERSION);
        record.extend(json.bytes());
        match &parse_records(&record).unwrap_or_else(|e| panic!("{e}: {json}"))[..] {
            [(_, Item::Constant(constant))] => constant.ty.clone(),
            other => panic!("{other:?}"),
        }
    }
}

/// The text; `N` is its length.
const fn text<T: Describe, const N: usize>() -> [u8; N] {
    pyext::__private::render(T::TYPE)
}

macro_rules! described {
    ($t:ty) => {{
        const LEN: usize = <$t as Describe>::TYPE.len();
        Described {
            text: String::from_utf8(text::<$t, LEN>().to_vec()).unwrap_or_default(),
            layout: <$t as Describe>::LAYOUT,
            key: <$t as Describe>::KEY,
            in_place: <$t as Describe>::Slice::IN_PLACE,
            parameters: None,
        }
    }};
}

/// With the number of wasm values that a parameter takes.
macro_rules! passed {
    ($t:ty) => {{
        type A = <PassOf<$t> as Param<$t>>::A;
        type B = <PassOf<$t> as Param<$t>>::B;
        Described {
            parameters: Some(usize::from(size_of::<A>() > 0) + usize::from(size_of::<B>() > 0)),
            ..described!($t)
        }
    }};
}

/// Each type by itself and as a part of each kind of whole.
macro_rules! table {
    ($($t:ty;)*) => {
        vec![$(
            passed!($t),
            passed!(Option<$t>),
            passed!(Option<Option<$t>>),
            passed!(Vec<$t>),
            passed!(Box<[$t]>),
            passed!(Vec<Vec<$t>>),
            passed!(&'static [$t]),
            passed!([$t; 3]),
            passed!([[$t; 2]; 5]),
            passed!(($t,)),
            passed!((u8, $t)),
            passed!(($t, u8, $t, u64)),
            passed!(Result<$t, ()>),
            passed!(Result<u8, $t>),
            passed!(Result<Option<$t>, (u16, $t)>),
            passed!(BTreeMap<u8, $t>),
            passed!(BTreeMap<String, Vec<$t>>),
            passed!(Vec<Option<Result<[$t; 2], ($t, u8)>>>),
        )*]
    };
}

fn all() -> Vec<Described> {
    let mut all = table! {
        bool; char; u8; i8; u16; i16; u32; i32; u64; i64; usize; isize; f32; f64;
        u128; i128; Duration;
        String; &'static str; Box<str>; Cow<'static, str>; Cow<'static, [u16]>; &'static [f64];
        Point; Id; Query<'static, 'static>; Page<u8>; Page<Vec<&'static str>>;
        Color; Eight; Nine; Large; Style; EightFlags; NineFlags; LargeFlags;
        Shape<'static>; Tree<u32>; Tree<Tree<u8>>;
        Celsius; (u8, Celsius, u16);
        BTreeSet<u8>; BTreeSet<Id>; BTreeSet<(Color, String)>; BTreeMap<Option<[u8; 4]>, Celsius>; BTreeMap<Vec<u8>, ()>;
    };
    all.extend([
        passed!(()),
        passed!(Option<()>),
        passed!(Result<(), ()>),
        passed!((u8, i8, u16, i16, u32, i32, u64, i64, f32, f64, char, bool)),
        described!(About),
        described!(Library),
    ]);
    #[cfg(feature = "std")]
    {
        use std::collections::{HashMap, HashSet};
        all.extend(table! { HashMap<String, u8>; HashSet<(u8, char)>; });
    }
    all
}

#[test]
fn layouts_are_those_of_the_described_types() {
    let all = all();
    assert!(all.len() > 800);
    for described in all {
        let ty = described.ty();
        assert_eq!(described.layout, ty.layout(), "{ty}");
        assert_eq!(described.key != Key::No, ty.is_hashable(), "{ty}");
        // Rust lays tuples out as it likes.
        if described.in_place {
            assert!(ty.is_plain(), "{ty}");
        }
        if let Some(parameters) = described.parameters {
            assert_eq!(parameters, ty.parameter_types().len(), "{ty}");
        }
        check(&ty);
    }
}

/// The definitions follow the ABI's rules.
fn check(ty: &Type) {
    if let Type::Named(definition) = ty {
        assert_eq!(definition.check(), Ok(()), "{ty}");
    }
    ty.parts().into_iter().for_each(check);
}

fn definition(described: &Described) -> Definition {
    match described.ty() {
        Type::Named(definition) => (*definition).clone(),
        other => panic!("{other}"),
    }
}

#[test]
fn definitions_say_what_the_source_says() {
    let point = definition(&described!(Point));
    assert_eq!(point.name, "Point");
    assert_eq!(point.docs, "A place.\n\nWith \"quotes\" and \\ back.");
    assert_eq!(point.path.as_deref(), Some(module_path!()));
    let Kind::Record(record) = &point.kind else {
        panic!("{point:?}")
    };
    assert!(record.frozen);
    let fields: Vec<_> = record
        .fields
        .iter()
        .map(|f| (f.name.as_str(), f.docs.as_str(), f.ty.to_string()))
        .collect();
    assert_eq!(fields[0], ("x", "East.", "f32".to_string()));
    assert_eq!(fields[1].1, "North,\nor south.");
    assert_eq!(fields[3].2, "array<u16, 3>");

    let id = definition(&described!(Id));
    assert_eq!(id.name, "Identifier");
    assert_eq!(id.fields().next().map(|f| f.name.as_str()), Some("number"));

    let Kind::Enum(cases) = definition(&described!(Color)).kind else {
        panic!("no enum")
    };
    let cases: Vec<_> = cases.iter().map(|c| (c.name.as_str(), c.value)).collect();
    assert_eq!(cases, [("RED", 3), ("DARK_RED", 4), ("green", -7)]);

    let Kind::Flags(flags) = definition(&described!(Style)).kind else {
        panic!("no flags")
    };
    let flags: Vec<_> = flags.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(flags, ["BOLD", "READ_ONLY"]);

    let shape = definition(&described!(Shape<'static>));
    let cases: Vec<_> = shape
        .cases()
        .iter()
        .map(|c| {
            let fields: Vec<_> = c.fields.iter().map(|f| f.name.as_str()).collect();
            (c.name.as_str(), c.class.as_str(), fields)
        })
        .collect();
    assert_eq!(
        cases,
        [
            ("Circle", "ShapeCircle", vec!["centre", "radius"]),
            ("Named", "ShapeNamed", vec!["value0", "value1"]),
            ("One", "ShapeOne", vec!["value"]),
            ("Nothing", "Emptiness", vec![]),
        ]
    );
}

/// The type of a parameter, whether it is written back, and how many wasm values carry it.
macro_rules! parameter {
    ($t:ty) => {{
        const TYPE: &Text = <PassOf<$t> as Param<$t>>::TYPE;
        const BYTES: [u8; TYPE.len()] = pyext::__private::render(TYPE);
        type A = <PassOf<$t> as Param<$t>>::A;
        type B = <PassOf<$t> as Param<$t>>::B;
        (
            String::from_utf8_lossy(&BYTES).to_string(),
            <PassOf<$t> as Param<$t>>::WRITABLE,
            usize::from(size_of::<A>() > 0) + usize::from(size_of::<B>() > 0),
        )
    }};
}

#[test]
fn references_cross_as_what_they_refer_to() {
    assert_eq!(parameter!(&'static String), parameter!(String));
    assert_eq!(parameter!(&'static u32), parameter!(u32));
    assert_eq!(parameter!(&'static Point), parameter!(Point));
    assert_eq!(
        parameter!(&'static Vec<Shape<'static>>),
        parameter!(&'static [Shape<'static>])
    );
    let (text, writable, values) = parameter!(&'static mut [Point]);
    assert_eq!((text, values), (parameter!(Vec<Point>).0, 2));
    assert!(writable && !parameter!(&'static [Point]).1);
}

#[test]
fn a_generic_type_has_a_name_for_each_argument() {
    assert_eq!(definition(&described!(Page<u8>)).name, "PageU8");
    let page = definition(&described!(Page<Vec<&'static str>>));
    assert_eq!(page.name, "PageListString");
    let tree = definition(&described!(Tree<Tree<u8>>));
    assert_eq!(tree.name, "TreeTreeU8");
    assert_eq!(tree.cases()[0].class, "TreeLeafTreeU8");
}

#[test]
fn fields_lie_where_the_model_has_them() {
    let fields = <Point as Describes>::FIELDS;
    let offsets: Vec<_> = (0..fields.len())
        .map(|i| layout::field_offset(fields, i))
        .collect();
    assert_eq!(offsets, [0, 8, 16, 20]);
    // Those of `#[repr(C)]` are Rust's own: `&[Point]` is used where it lies.
    assert_eq!(offsets[1], std::mem::offset_of!(Point, y));
    assert_eq!(offsets[3], std::mem::offset_of!(Point, sizes));
    const { assert!(<Point as Describe>::Slice::IN_PLACE) };
    const { assert!(!<Id as Describe>::Slice::IN_PLACE) };
    const { assert!(!<Page<u8> as Describe>::Slice::IN_PLACE) };
}

#[test]
fn types_stay_what_they_are() {
    let style = Style {
        bold: true,
        ..Style::default()
    };
    assert!(style.bold && !style.read_only);
    let page = Page {
        flag: 1,
        items: vec!["a"],
        next: None,
    };
    assert_eq!(page.items, ["a"]);
    assert_eq!(Color::DarkRed as i32, 4);
    let _: &Text = <Color as Describe>::TYPE;
}
