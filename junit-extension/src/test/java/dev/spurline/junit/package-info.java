// SPDX-License-Identifier: Apache-2.0
/** Tests of the extension as its users see it: fixtures run by JUnit's test kit. */
@NullMarked
package dev.spurline.junit;

import org.jspecify.annotations.NullMarked;
