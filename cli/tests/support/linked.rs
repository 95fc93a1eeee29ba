//! Modules made from descriptions: what the linker leaves of a crate, finished extensions.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use pyext_abi::class::drop_name;
use pyext_abi::interface::{Function, Import, Interface, Item, Role, parse_records};
use pyext_abi::names;
use pyext_abi::primitive::WasmType;
use serde_json::{Value, json};

/// The record of a function of the Rust module `module`, with these further keys.
pub fn function(module: &str, name: &str, more: Value) -> Value {
    let symbol = format!("{}{module}::{name}", names::SYMBOL_PREFIX);
    let record = json!({"kind": "function", "symbol": symbol, "module": module, "sdk": "0.1.0",
        "name": name, "params": []});
    with(record, more)
}

/// A function that takes a value of each type.
pub fn taker(module: &str, name: &str, types: &[Value]) -> Value {
    let params: Vec<Value> = types.iter().enumerate().map(param).collect();
    function(module, name, json!({"params": params}))
}

fn param((i, ty): (usize, &Value)) -> Value {
    json!({"name": format!("p{i}"), "type": ty})
}

/// The record of a constant.
pub fn constant(module: &str, name: &str, ty: Value, value: Value) -> Value {
    json!({"kind": "constant", "module": module, "sdk": "0.1.0", "name": name, "type": ty, "value": value})
}

/// The record of a submodule: the Rust module at `path`, called as it is there.
pub fn submodule(path: &str) -> Value {
    let name = path.rsplit("::").next().unwrap();
    json!({"kind": "module", "module": path, "sdk": "0.1.0", "name": name, "docs": format!("About {name}.")})
}

/// The class `name` of the Rust module `module`, as it stands in types.
pub fn class(module: &str, name: &str) -> Value {
    define(
        module,
        name,
        json!({"kind": "class", "docs": format!("A {name}.")}),
    )
}

/// The record of a class.
pub fn class_record(module: &str, name: &str) -> Value {
    let symbol = format!("{}{module}::[drop]{name}", names::SYMBOL_PREFIX);
    json!({"kind": "class", "symbol": symbol, "module": module, "sdk": "0.1.0", "type": class(module, name)})
}

/// The record of a function of that class with this role, which has the object as its first parameter if the role wants that.
pub fn member(module: &str, class_name: &str, role: Role, name: &str, more: Value) -> Value {
    let class = class(module, class_name);
    let symbol = format!(
        "{}{module}::{class_name}::{}{name}",
        names::SYMBOL_PREFIX,
        role.name()
    );
    let mut record = with(
        function(
            module,
            name,
            json!({"role": role.name(), "class": class, "symbol": symbol}),
        ),
        more,
    );
    if role.has_self() {
        let this = json!({"name": "self", "type": {"borrow": class}, "kind": "positional"});
        record["params"].as_array_mut().unwrap().insert(0, this);
    }
    record
}

/// The record of a trait of imports with these functions.
pub fn import(module: &str, name: &str, functions: Value) -> Value {
    json!({"kind": "import", "module": module, "sdk": "0.1.0", "name": name, "functions": functions})
}

/// The records of a crate `demo` with every kind of item and type.
pub fn every_kind() -> Vec<Value> {
    let color = json!({"kind": "enum", "cases": [{"name": "RED", "value": 1}, {"name": "BLUE", "value": -2}]});
    let mode = json!({"kind": "flags", "flags": [{"name": "READ"}, {"name": "WRITE"}]});
    let shape = json!({"kind": "variant", "cases": [
        {"name": "Circle", "class": "ShapeCircle", "fields": [{"name": "radius", "type": "f64"}]},
        {"name": "Empty", "class": "ShapeEmpty"}]});
    let (color, mode) = (define("demo", "Color", color), define("demo", "Mode", mode));
    let shape = define("demo::geometry", "Shape", shape);
    let fault = error(
        "demo",
        "Fault",
        json!({"base": "ValueError", "fields": [{"name": "at", "type": "u32"}]}),
    );
    let pen = class("demo::geometry", "Pen");
    vec![
        submodule("demo::geometry"),
        constant(
            "demo",
            "MAX",
            json!("f64"),
            json!({"bits": 0x7ff0_0000_0000_0000_u64}),
        ),
        function(
            "demo::geometry",
            "paint",
            json!({
                "params": [
                    {"name": "shape", "type": {"list": shape}, "kind": "positional"},
                    {"name": "color", "type": color, "default": "BLUE"},
                    {"name": "mode", "type": mode, "kind": "keyword", "default": ["READ"]},
                    {"name": "more", "type": {"map": ["string", "s128"]}, "kind": "keywords"},
                ],
                "result": color, "raises": fault, "wipe": true,
            }),
        ),
        function(
            "demo",
            "half",
            json!({"params": [{"name": "whole", "type": "f32", "default": 1}], "result": "f64", "vectorize": true}),
        ),
        function(
            "demo",
            "mode",
            json!({"params": [{"name": "mode", "type": mode}], "result": mode}),
        ),
        class_record("demo::geometry", "Pen"),
        member(
            "demo::geometry",
            "Pen",
            Role::Constructor,
            "__new__",
            json!({"result": {"own": pen}}),
        ),
        member(
            "demo::geometry",
            "Pen",
            Role::Method,
            "points",
            json!({"result": {"iterator": "u8", "raises": fault}}),
        ),
        member(
            "demo::geometry",
            "Pen",
            Role::Getter,
            "width",
            json!({"result": "f64"}),
        ),
        member(
            "demo::geometry",
            "Pen",
            Role::Setter,
            "width",
            json!({"params": [{"name": "value", "type": "f64"}]}),
        ),
        member(
            "demo::geometry",
            "Pen",
            Role::Static,
            "of",
            json!({"params": [
            {"name": "make", "type": {"callable": {"params": ["u8"], "result": {"list": mode}}}}],
            "result": {"option": {"own": pen}}}),
        ),
        function(
            "demo",
            "save",
            json!({"uses": "Store", "params": [
            {"name": "pen", "type": {"borrow": pen}}, {"name": "store", "type": "injected"}]}),
        ),
        import(
            "demo",
            "Store",
            json!([{"name": "put", "params": [{"name": "mode", "type": mode}], "result": "bool",
            "raises": "unit"}]),
        ),
    ]
}

/// A type that is defined where it stands: `kind` has the keys of the definition.
pub fn define(path: &str, name: &str, kind: Value) -> Value {
    json!({"define": with(json!({"name": name, "path": path}), kind)})
}

/// A struct with these fields.
pub fn record(path: &str, name: &str, fields: &[(&str, Value)]) -> Value {
    let field = |(name, ty): &(&str, Value)| json!({"name": name, "type": ty});
    let fields: Vec<Value> = fields.iter().map(field).collect();
    define(path, name, json!({"kind": "record", "fields": fields}))
}

/// An error type: `more` has its base, and its fields or cases.
pub fn error(path: &str, name: &str, more: Value) -> Value {
    define(path, name, with(json!({"kind": "error"}), more))
}

fn with(mut object: Value, more: Value) -> Value {
    let keys = object.as_object_mut().unwrap();
    keys.extend(more.as_object().unwrap().clone());
    object
}

/// The module with these records. Each function is exported as its record says, and traps. One with the key `uses` calls the
/// functions of the import of that name.
pub fn raw(records: &[Value]) -> Vec<u8> {
    let functions = functions(records).into_iter();
    let mut symbols: Vec<String> = functions.map(|(symbol, ..)| symbol).collect();
    symbols.extend(drops(records));
    with_exports(
        records,
        &symbols.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

/// The same with these exports only, of the functions' types where there is one of the name.
pub fn with_exports(records: &[Value], symbols: &[&str]) -> Vec<u8> {
    let (functions, drops) = (functions(records), drops(records));
    let mut text = String::new();
    for import in imports(records) {
        imported(&mut text, &import);
    }
    text.push_str(FRAME);
    for symbol in symbols {
        let function = functions.iter().find(|(known, ..)| known == symbol);
        let types = match function {
            Some((.., types)) => types.clone(),
            None if drops.iter().any(|known| known == symbol) => DROP.to_string(),
            None => String::new(),
        };
        export(&mut text, symbol, &types, &calls(records, symbol));
    }
    for record in records {
        custom(&mut text, names::RECORD_SECTION, &bytes(record));
    }
    wat::parse_str(format!("(module {text})")).unwrap()
}

/// A finished extension. Each function traps.
pub fn finished(interface: &Interface) -> Vec<u8> {
    let mut text = String::new();
    for import in &interface.imports {
        imported(&mut text, import);
    }
    text.push_str(FRAME);
    for function in &interface.functions {
        for (_, name, types) in wrappers("", function) {
            export(&mut text, &name, &types, "");
        }
    }
    for class in interface.classes() {
        export(&mut text, &drop_name(&class.name), DROP, "");
    }
    custom(
        &mut text,
        names::INTERFACE_SECTION,
        interface.to_json().unwrap().as_bytes(),
    );
    wat::parse_str(format!("(module {text})")).unwrap()
}

/// The interface in a file of these tests.
pub fn interface(path: &Path) -> Interface {
    let read = Interface::parse(&fs::read(path).unwrap());
    read.unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The type of what drops an object.
const DROP: &str = "(param i32)";

fn export(text: &mut String, symbol: &str, types: &str, code: &str) {
    let symbol = quoted(symbol.as_bytes());
    writeln!(text, "(func (export {symbol}) {types} {code} unreachable)").unwrap();
}

fn imported(text: &mut String, import: &Import) {
    for function in &import.functions {
        let module = format!("{}{}", names::HOST_IMPORTS, import.name);
        let (name, types) = (&function.name, signature(function));
        writeln!(
            text,
            "(import {module:?} {name:?} (func ${}.{name} {types}))",
            import.name
        )
        .unwrap();
    }
}

/// Calls of what the function with this symbol uses.
fn calls(records: &[Value], symbol: &str) -> String {
    let mut found = records.iter().filter(|r| r["symbol"] == symbol);
    let Some(wanted) = found.find_map(|r| r["uses"].as_str()) else {
        return String::new();
    };
    let mut code = String::new();
    for import in imports(records).iter().filter(|i| i.name == wanted) {
        for function in &import.functions {
            write!(
                code,
                "unreachable (call ${}.{}) ",
                import.name, function.name
            )
            .unwrap();
        }
    }
    code + "unreachable"
}

/// The imports of those records that can be read.
fn imports(records: &[Value]) -> Vec<Import> {
    let items = records
        .iter()
        .flat_map(|record| parse_records(&bytes(record)));
    let import = |(_, item)| match item {
        Item::Import(import) => Some(import),
        _ => None,
    };
    items.flatten().filter_map(import).collect()
}

/// The symbols of what drops objects.
fn drops(records: &[Value]) -> Vec<String> {
    let items = records
        .iter()
        .flat_map(|record| parse_records(&bytes(record)));
    let drop = |(_, item)| match item {
        Item::Class { symbol, .. } => Some(symbol),
        _ => None,
    };
    items.flatten().filter_map(drop).collect()
}

fn custom(text: &mut String, name: &str, content: &[u8]) {
    let (name, content) = (quoted(name.as_bytes()), quoted(content));
    writeln!(text, "(@custom {name} {content})").unwrap();
}

const FRAME: &str = r#"
    (memory (export "memory") 1)
    (global (export "pyext_v1") i32 (i32.const 1024))
    (data (i32.const 1024) "\20\00\00\00\00\00\00\00\80\04\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
    (func (export "pyext_alloc") (param i32 i32) (result i32) unreachable)
    (func (export "pyext_free") (param i32 i32 i32) unreachable)
    (func (export "pyext_release") (param i32) unreachable)
    (func (export "pyext_next") (param i32 i32) (result i32) unreachable)
    (func (export "pyext_close") (param i32) unreachable)
"#;

/// The wrappers of a function: symbol, name of the export, type.
fn wrappers(symbol: &str, function: &Function) -> Vec<(String, String, String)> {
    let arrays = vec!["i32"; function.vectorized_parameters().len()].join(" ");
    let types = [signature(function), format!("(param {arrays})")];
    let wrappers = function.wrappers(symbol).into_iter().zip(types);
    let whole = wrappers.map(|((symbol, name), types)| (symbol, name, types));
    whole.collect()
}

/// The wrappers of the functions of those records that can be read.
fn functions(records: &[Value]) -> Vec<(String, String, String)> {
    let items = records
        .iter()
        .flat_map(|record| parse_records(&bytes(record)));
    let function = |(_, item)| match item {
        Item::Function {
            symbol, function, ..
        } => Some(wrappers(&symbol, &function)),
        _ => None,
    };
    items.flatten().filter_map(function).flatten().collect()
}

fn bytes(record: &Value) -> Vec<u8> {
    let json = record.to_string();
    let len = u32::try_from(json.len() + 1).unwrap();
    [
        &len.to_le_bytes(),
        &[names::RECORD_VERSION][..],
        json.as_bytes(),
    ]
    .concat()
}

fn signature(function: &Function) -> String {
    let word = |ty: &WasmType| match ty {
        WasmType::I32 => "i32",
        WasmType::I64 => "i64",
        WasmType::F32 => "f32",
        WasmType::F64 => "f64",
    };
    let params: Vec<&str> = function.wasm_parameters().iter().map(word).collect();
    let results: Vec<&str> = function.wasm_result().iter().map(word).collect();
    format!(
        "(param {}) (result {})",
        params.join(" "),
        results.join(" ")
    )
}

fn quoted(bytes: &[u8]) -> String {
    let escaped: String = bytes.iter().map(|b| format!("\\{b:02x}")).collect();
    format!("\"{escaped}\"")
}
