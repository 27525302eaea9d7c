// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.spurline.embedded.internal.mesh.validation;

import org.jspecify.annotations.NullMarked;
