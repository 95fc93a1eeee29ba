// Newtypes: a conversion that is missing, and a wire of one's own.
#![allow(unused_variables)]
use pyext::prelude::*;

pub struct Token(String);

impl pyext::Value for Token {
    type Wire = pyext::As<String>;
}

impl From<Token> for String {
    fn from(token: Token) -> String {
        token.0
    }
}

#[export]
fn only_returned(token: Token, tokens: Vec<Token>) -> Token {
    token
}

pub struct Own(u8);

impl pyext::Value for Own {
    type Wire = Own;
}

#[export]
fn own(value: Own) {}

fn main() {}
