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
package dev.spurline.settings;

/**
 * A value of a setting, and where it was given.
 *
 * @param value the value
 * @param text the value as it was written
 * @param source the place, such as {@code system property spurline.lease}
 * @param <T> the type of the value
 * @since 0.1
 */
public record GivenValue<T>(T value, String text, String source) {}
