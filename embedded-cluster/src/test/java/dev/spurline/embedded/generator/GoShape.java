// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

/** What a value of a Go type is in JSON. */
sealed interface GoShape {

    /** A value without parts, by its letter in the notation of types. */
    record Scalar(String letter) implements GoShape {}

    /** An object with the fields of a type. */
    record Struct(GoType type) implements GoShape {}

    /** A list. */
    record ListOf(GoShape element) implements GoShape {}

    /** An object with free keys. */
    record MapOf(GoShape value) implements GoShape {}

    /** A value that can be absent. */
    record Pointer(GoShape value) implements GoShape {}

    /** Returns the value itself, whether or not it can be absent. */
    default GoShape direct() {
        return this instanceof Pointer pointer ? pointer.value() : this;
    }
}
