// SPDX-License-Identifier: Apache-2.0
/** What the check of a test class's residue finds. The check itself is the engine's: all modules' builds use it. */
@NullMarked
package dev.spurline.residue;

import org.jspecify.annotations.NullMarked;
