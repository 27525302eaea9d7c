// SPDX-License-Identifier: Apache-2.0
/** What a test class leaves in its JVM, and who says so. Knows JUnit and the JDK, and nothing of Spurline but its names. */
@NullMarked
package dev.spurline.residue;

import org.jspecify.annotations.NullMarked;
