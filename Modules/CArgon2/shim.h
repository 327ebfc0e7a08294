// The Argon2 reference library (RFC 9106).
#pragma once

#include <argon2.h>
