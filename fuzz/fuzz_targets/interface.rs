//! The interface section: whatever is accepted survives the way to text and back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pyext_abi::interface::Interface;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(interface) = Interface::parse(bytes) {
        let json = interface.to_json().expect("the model is JSON");
        assert_eq!(Interface::parse(json.as_bytes()), Ok(interface));
    }
});
