/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
/**
 * Sandboxes in a shared Kubernetes namespace, without JUnit: start at {@link dev.spurline.SandboxEngine}.
 *
 * <p>This package is the whole public API of the engine, with its settings in {@link dev.spurline.settings} and the two
 * small interfaces by which an embedded cluster is described ({@link dev.spurline.Blueprint}) and found
 * ({@link dev.spurline.ClusterProvider}). Everything under {@code dev.spurline.internal} may change at any time.
 */
@NullMarked
package dev.spurline;

import org.jspecify.annotations.NullMarked;
