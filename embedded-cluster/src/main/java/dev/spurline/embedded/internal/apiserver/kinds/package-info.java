// SPDX-License-Identifier: Apache-2.0
/** Which resources the server offers: built-in ones and those of CustomResourceDefinitions. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.kinds;

import org.jspecify.annotations.NullMarked;
