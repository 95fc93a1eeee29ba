//! The rules of the ABI for a type where it stands.

use alloc::format;

use super::check::{Check, check_raises};
use super::definition::Kind;
use super::types::{Items, Signature, Type};
use crate::names;

/// Where a type stands, or a part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// As a parameter of a function.
    Parameter,
    /// As a result of a function.
    Result,
    /// As a field of a type that is no error: who uses that says more.
    Field,
    /// As a field of an error.
    Error,
    /// Where there are values only: constants, callables, iterables, imports.
    Data,
}

impl Place {
    /// Whether what stands here comes back from a function, and can hold an error as data.
    fn comes_back(self) -> bool {
        matches!(self, Place::Result | Place::Error)
    }

    fn holds_own(self) -> bool {
        matches!(self, Place::Parameter | Place::Result | Place::Field)
    }

    fn holds_borrow(self) -> bool {
        matches!(self, Place::Parameter | Place::Field)
    }
}

/// What is wrong with a type where it stands.
pub(super) fn check_type(ty: &Type, place: Place) -> Check {
    check_size(ty, 0, &mut { names::MAX_TYPE_PARTS })?;
    match (ty, place) {
        (Type::Iterator(items), Place::Parameter) => match &items.raises {
            Some(error) if !error.is_unit() => Err("it raises an error of the guest".into()),
            _ => check_items(items, Place::Data),
        },
        (Type::Iterator(items), Place::Result) => {
            check_raises(items.raises.as_ref())?;
            check_items(items, Place::Result)
        }
        (Type::Callable(signature), Place::Parameter) => check_callable(signature),
        (Type::Option(inner), Place::Parameter) if matches!(**inner, Type::Callable(_)) => {
            check_type(inner, place)
        }
        _ => check_parts(ty, place),
    }
}

fn check_items(items: &Items, place: Place) -> Check {
    if items.item.layout().size == 0 && items.raises.is_none() {
        return Err(format!(
            "the items of iterator<{}> have no bytes",
            items.item
        ));
    }
    check_parts(&items.item, place)
}

fn check_callable(signature: &Signature) -> Check {
    // They cross as a tuple.
    if signature.params.len() > names::MAX_TUPLE_FIELDS {
        return Err(format!(
            "a callable has {} parameters; it can have {}",
            signature.params.len(),
            names::MAX_TUPLE_FIELDS
        ));
    }
    let mut types = signature.params.iter().chain([&signature.result]);
    types.try_for_each(|ty| check_parts(ty, Place::Data))
}

/// Depth and number of parts: what bounds the time of everything else.
pub(super) fn check_size(ty: &Type, depth: usize, budget: &mut usize) -> Check {
    if depth > names::MAX_TYPE_DEPTH {
        return Err(format!("types nest deeper than {}", names::MAX_TYPE_DEPTH));
    }
    *budget = budget.checked_sub(1).ok_or_else(|| {
        format!(
            "written out, the type has more than {} parts",
            names::MAX_TYPE_PARTS
        )
    })?;
    let mut parts = ty.parts().into_iter();
    parts.try_for_each(|part| check_size(part, depth + 1, budget))
}

/// The rules for the parts of a type, whose size is known to be in bounds.
pub(super) fn check_parts(ty: &Type, place: Place) -> Check {
    if ty.layout().size > names::MAX_VALUE_BYTES as usize {
        return Err("its layout is too large".into());
    }
    let has_bytes = |t: &Type| match t.layout().size {
        // A count alone would make any number of values.
        0 => Err(format!("the elements of {ty} have no bytes")),
        _ => Ok(()),
    };
    let is_key = |t: &Type| match t.is_hashable() {
        true => Ok(()),
        false => Err(format!("{t} cannot be a key in Python")),
    };
    match ty {
        Type::List(t) => has_bytes(t)?,
        Type::Set(t) => {
            has_bytes(t)?;
            is_key(t)?;
        }
        Type::Map(k, _) => {
            has_bytes(k)?;
            is_key(k)?;
        }
        Type::Array(t, n) => {
            has_bytes(t)?;
            if *n == 0 {
                return Err("an array has no elements".into());
            }
        }
        Type::Tuple(ts) if ts.is_empty() || ts.len() > names::MAX_TUPLE_FIELDS => {
            return Err(format!(
                "a tuple has {} fields; it can have 1 to {}",
                ts.len(),
                names::MAX_TUPLE_FIELDS
            ));
        }
        Type::Named(d) if d.is_error() => {
            return Err(format!("the error {:?} stands where none can", d.name));
        }
        Type::Named(d) if matches!(d.kind, Kind::Class) => {
            return Err(format!(
                "the class {:?} is neither owned nor borrowed",
                d.name
            ));
        }
        Type::Own(_) if place.holds_own() => {}
        Type::Borrow(_) if place.holds_borrow() => {}
        Type::Own(_) | Type::Borrow(_) | Type::Iterator(_) | Type::Callable(_) => {
            return Err(format!("{ty} stands where it cannot"));
        }
        // What comes back can hold an error as data.
        Type::Result(t, e)
            if place.comes_back() && matches!(&**e, Type::Named(d) if d.is_error()) =>
        {
            return check_parts(t, place);
        }
        _ => {}
    }
    let mut parts = ty.parts().into_iter();
    parts.try_for_each(|part| check_parts(part, place))
}
