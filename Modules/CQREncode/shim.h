// libqrencode, an encoder of QR Code symbols (ISO/IEC 18004).
#pragma once

#include <qrencode.h>
