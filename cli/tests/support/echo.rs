//! Extensions in WebAssembly text whose functions give their only argument back, whatever its type.

use pyext_abi::class::drop_name;
use pyext_abi::interface::{Function, Interface, Param, ParamKind, ResultKind, Role, Type};
use pyext_abi::names;

/// A module with the interface, whose functions trap.
pub fn stub(interface: &Interface) -> Vec<u8> {
    build(interface, |_| "unreachable".to_string())
}

/// A module with the interface, whose functions have one parameter and give it back.
///
/// An argument in memory is its own result: a result may point into the arguments of its call. The result of a string or list
/// is the pair of address and length, in a static place.
pub fn module(interface: &Interface) -> Vec<u8> {
    build(interface, |function| {
        let ty = &function.params[0].ty;
        match (ty.result_kind(), ty.parameter_types().len()) {
            (ResultKind::Unit, _) => String::new(),
            (ResultKind::Compound, 2) => format!(
                "(i32.store (i32.const {PAIR}) (local.get 0))
                 (i32.store offset=4 (i32.const {PAIR}) (local.get 1))
                 (i32.const {PAIR})"
            ),
            _ => "local.get 0".to_string(),
        }
    })
}

fn build(interface: &Interface, body: impl Fn(&Function) -> String) -> Vec<u8> {
    let mut functions = String::new();
    for function in &interface.functions {
        functions += &format!(
            "(func (export {:?}) {} {})\n",
            function.export_name(),
            signature(function),
            body(function)
        );
    }
    for class in interface.classes() {
        functions += &format!("(func (export {:?}) (param i32))\n", drop_name(&class.name));
    }
    let mut imports = String::new();
    for import in &interface.imports {
        for function in &import.functions {
            let (module, types) = (
                format!("{}{}", names::HOST_IMPORTS, import.name),
                signature(function),
            );
            imports += &format!("(import {module:?} {:?} (func {types}))\n", function.name);
        }
    }
    let json = interface.to_json().unwrap();
    let json: String = json.bytes().map(|b| format!("\\{b:02x}")).collect();
    let (control, scratch) = (
        words(&[names::CONTROL_SIZE, 0, SCRATCH, SCRATCH_LEN, 0, 0, 0, 0]),
        SCRATCH + SCRATCH_LEN,
    );
    let text = format!(
        r#"(module
            {imports}
            (memory (export "memory") 1)
            (global (export "pyext_v1") i32 (i32.const 16))
            (global $top (mut i32) (i32.const {scratch}))
            (data (i32.const 16) "{control}")
            {functions}
            (func (export "pyext_alloc") (param $size i32) (param $align i32) (result i32)
              (global.set $top (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
              (drop (memory.grow (i32.add (i32.shr_u (local.get $size) (i32.const 16)) (i32.const 1))))
              (global.get $top)
              (global.set $top (i32.add (global.get $top) (local.get $size))))
            (func (export "pyext_free") (param i32 i32 i32))
            (func (export "pyext_release") (param i32))
            (@custom "pyext" "{json}"))"#
    );
    wat::parse_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn signature(function: &Function) -> String {
    let params: Vec<&str> = function
        .wasm_parameters()
        .iter()
        .map(|w| w.name())
        .collect();
    let result = function
        .wasm_result()
        .map(|w| format!("(result {})", w.name()));
    format!(
        "(param {}) {}",
        params.join(" "),
        result.unwrap_or_default()
    )
}

const PAIR: u32 = 64;
const SCRATCH: u32 = 128;
/// Small, so that arguments soon need blocks of their own.
const SCRATCH_LEN: u32 = 64;

fn words(words: &[u32]) -> String {
    let bytes = words.iter().flat_map(|w| w.to_le_bytes());
    bytes.map(|b| format!("\\{b:02x}")).collect()
}

/// An interface with a function `f0`, `f1`, … for each type.
pub fn interface(types: &[Type]) -> Interface {
    let mut definitions = std::collections::BTreeMap::new();
    for ty in types {
        ty.each_definition(&mut |d| {
            definitions.insert(d.name.clone(), std::sync::Arc::clone(d));
        });
    }
    let mut functions: Vec<Function> = (0..)
        .zip(types)
        .map(|(i, ty)| Function {
            name: format!("f{i}"),
            role: Role::Free,
            docs: String::new(),
            params: vec![Param {
                name: "value".to_string(),
                ty: ty.clone(),
                writable: false,
                kind: ParamKind::Usual,
                default: None,
            }],
            result: ty.clone(),
            raises: None,
            wipe: false,
            vectorize: false,
        })
        .collect();
    functions.sort_by(|a, b| a.name.cmp(&b.name));
    Interface {
        abi: names::ABI_VERSION,
        sdk: "test 1".to_string(),
        requires: Vec::new(),
        name: "echo".to_string(),
        version: Some("1.0.0".to_string()),
        docs: String::new(),
        modules: Vec::new(),
        types: definitions.into_values().collect(),
        constants: Vec::new(),
        imports: Vec::new(),
        functions,
    }
}
