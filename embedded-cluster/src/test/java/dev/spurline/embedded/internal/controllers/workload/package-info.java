// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.spurline.embedded.internal.controllers.workload;

import org.jspecify.annotations.NullMarked;
