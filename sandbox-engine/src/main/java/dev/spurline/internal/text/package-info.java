// SPDX-License-Identifier: Apache-2.0
/** Texts and trees of JSON: objects as trees and back, what YAML has to quote, names of DNS. */
@NullMarked
package dev.spurline.internal.text;

import org.jspecify.annotations.NullMarked;
