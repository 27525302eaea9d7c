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
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.RouteObject;

/**
 * A route object and what the engine has to know to write and watch it.
 *
 * @param object the object
 * @param audience whose proxies follow it
 * @param turn its turn among the objects of its Service: of equal rules the older one's is followed
 */
record MadeRoute(RouteObject object, Audience audience, int turn) {}
