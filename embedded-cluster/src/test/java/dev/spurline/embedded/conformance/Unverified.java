// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a behaviour that was never compared with a real cluster; the list of them is printed after each run. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@interface Unverified {

    /** Returns why not. */
    String value();
}
