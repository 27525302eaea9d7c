// SPDX-License-Identifier: Apache-2.0
/** What kube-controller-manager and kube-scheduler do, as clients of the API server; start at Controllers. */
@NullMarked
package dev.spurline.embedded.internal.controllers;

import org.jspecify.annotations.NullMarked;
