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
package dev.spurline.junit.internal;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Shows what a sandbox looks like before a test that takes too long is interrupted.
 *
 * <p>The name is for older versions of JUnit: they cannot load this class, and all that their users get to see is
 * {@code TypeNotPresentException: Type dev.spurline.junit.internal.RequiresJUnit512 not present}.
 */
public final class RequiresJUnit512 implements PreInterruptCallback {

    /** For JUnit. */
    RequiresJUnit512() {}

    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        TimeoutDump.of(context);
    }
}
