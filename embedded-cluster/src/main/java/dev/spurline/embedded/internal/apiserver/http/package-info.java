// SPDX-License-Identifier: Apache-2.0
/** The REST protocol: routing of paths, answers, watches, discovery and the way to the kubelet. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.http;

import org.jspecify.annotations.NullMarked;
