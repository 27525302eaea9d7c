// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a test class that lets something fail on purpose which tells so in the log alone. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExpectedInLog {

    /** Parts of the lines. */
    String[] value();
}
