//! Errors.

use pyext_abi::python;
use syn::{Data, DeriveInput, LitStr};

use super::{Failure, Shape, cases, fields};
use crate::error::Errors;

/// The error, as far as it makes sense.
pub fn read(
    item: &DeriveInput,
    name: &str,
    base: Option<&LitStr>,
    errors: &mut Errors,
) -> Option<Failure> {
    let shape = match &item.data {
        Data::Struct(data) => Shape::Struct(fields::read_of_error(&data.fields, item, errors)),
        Data::Enum(data) => {
            if data.variants.is_empty() {
                errors.at(&item.ident, "PX133", "an error needs a case");
            }
            Shape::Enum(cases(item, name, data, fields::read_of_error, errors))
        }
        Data::Union(_) => return None,
    };
    if let Some(base) = base
        && !python::EXCEPTIONS.contains(&base.value().as_str())
    {
        errors.at(
            base,
            "PX140",
            format_args!(
                "`{}` is no exception that the class of an error can derive from. These are: {}",
                base.value(),
                python::EXCEPTIONS.join(", ")
            ),
        );
    }
    Some(Failure {
        base: base.map(LitStr::value),
        shape,
    })
}
