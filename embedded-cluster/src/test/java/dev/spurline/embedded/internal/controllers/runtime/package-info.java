// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.spurline.embedded.internal.controllers.runtime;

import org.jspecify.annotations.NullMarked;
